/**
 * A folder as one file: what a device's owner carries to the device.
 *
 * <p>The file is a gzip-compressed tar of regular files and folders alone: no link, no device, no
 * owner, no mode. Files that are unpacked are 0600, folders 0700. Several archives, one behind the
 * other, are one.
 *
 * <p>Used by whoever makes bundles and by whoever takes them in. Words owned here: <i>entry</i> (a
 * file or folder of an archive).
 */
package io.edgeveil.command.archive;
