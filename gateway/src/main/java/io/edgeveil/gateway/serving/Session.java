package io.edgeveil.gateway.serving;

import io.edgeveil.core.wire.Packing;
import io.edgeveil.gateway.model.ServedModel;

/**
 * What was agreed with one device about one model.
 *
 * @param id 64 random bits
 * @param device who opened it
 * @param model what it is about
 * @param padFile public id of the pad file that inference indices count in
 * @param chunkBytes largest chunk either side sends
 * @param packing of the residues that either side sends
 */
record Session(
    long id, String device, ServedModel model, String padFile, int chunkBytes, Packing packing) {}
