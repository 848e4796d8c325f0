package io.edgeveil.core.wire;

/**
 * The gateway's answer to a {@link SessionRequest}.
 *
 * @param gateway id of the gateway that answers and that bulk goes to
 * @param session to be named in every chunk
 * @param chunkBytes largest chunk both will send, header included
 * @param packing of residues that both will use: the one asked for, or bytes
 * @param highestInference greatest inference index seen for this device and pad file, or -1
 * @param timeoutMillis how long the gateway keeps an incomplete tensor
 */
public record SessionReply(
    String gateway,
    long session,
    int chunkBytes,
    Packing packing,
    long highestInference,
    long timeoutMillis) {}
