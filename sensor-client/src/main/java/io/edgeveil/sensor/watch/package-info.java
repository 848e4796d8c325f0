/**
 * The sensor as a daemon: pictures come from a {@link io.edgeveil.sensor.watch.PictureSource}, wait
 * in a bounded queue, are classified one after the other and reported.
 *
 * <pre>
 *   capture thread                             worker thread
 *   source.next() ──► WaitingPictures ──────► Classifier ──► Report ──► ReportSink…
 *                     (full: the oldest out,                   │
 *                      reported as dropped)                    └─────► source.done()
 * </pre>
 *
 * Knows pictures, failures of inferences and of pads, no network and no command line; {@code app}
 * alone uses it. Its words: a <i>capture</i> is a picture that has been taken and waits; an
 * <i>outcome</i> is what becomes of it, exactly one for each.
 */
package io.edgeveil.sensor.watch;
