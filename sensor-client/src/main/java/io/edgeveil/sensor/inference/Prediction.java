package io.edgeveil.sensor.inference;

/**
 * One class of a picture, with how sure the network is.
 *
 * @param label from the model, or the class's number where the model has no labels
 * @param score probability, 0..1
 */
public record Prediction(String label, double score) {}
