/**
 * A folder as one file: what a device's owner carries to the device.
 *
 * <p>The file is a gzip-compressed tar (POSIX.1-1988 "ustar"; of GNU's and POSIX.1-2001's
 * extensions the long names and large sizes), with regular files and folders alone: no link, no
 * device, no owner, no mode. Files that are unpacked are 0600, folders 0700. Several archives, one
 * behind the other, are one.
 *
 * <p>Used by whoever makes bundles and by whoever takes them in. Words owned here: <i>entry</i> (a
 * file or folder of an archive), <i>block</i> (512 bytes of a tar).
 */
package io.edgeveil.core.archive;
