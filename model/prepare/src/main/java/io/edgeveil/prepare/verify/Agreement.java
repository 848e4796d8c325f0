package io.edgeveil.prepare.verify;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * How the quantised network compares with the float one.
 *
 * @param model name
 * @param version of the model
 * @param kernel that computed the linear layers
 * @param count pictures
 * @param top1Agreement share of pictures with the same greatest output, 0..1
 * @param accuracy share of pictures where that is the true class; null if no class is known
 * @param floatAccuracy the same for the float network
 * @param largestError greatest difference of an output element
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Agreement(
    String model,
    String version,
    String kernel,
    int count,
    double top1Agreement,
    Double accuracy,
    Double floatAccuracy,
    double largestError) {}
