/**
 * The serving core: sessions, tensors put together from chunks, one linear layer at a time, and
 * what has been seen of every pad. It knows no transport: whoever carries messages calls {@link
 * io.edgeveil.gateway.serving.Serving} and hands it a {@link io.edgeveil.gateway.serving.ReplyTo}.
 *
 * <p>Everything that comes in is hostile. All memory is bounded per device and in all ({@link
 * io.edgeveil.gateway.serving.Limits}); time is a ticker handed in, and nothing here sleeps. Every
 * refusal is a {@code Problem}, and after every refusal the next request works.
 *
 * <p>Words owned here: <i>session</i>, <i>pending tensor</i>, <i>history</i>, <i>role</i>,
 * <i>route</i>.
 */
package io.edgeveil.gateway.serving;
