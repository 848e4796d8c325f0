/**
 * The layers of a network, as the model bundle's manifest lists them.
 *
 * <p>Two kinds: {@link io.edgeveil.core.layer.LinearOperation linear} ones, computed by the gateway
 * over masked residues, and all others, computed by the sensor in float. Shapes are NCHW with batch
 * size one. Operators follow the definitions of the <a href="https://onnx.ai/onnx/operators/">ONNX
 * operator list</a>.
 */
package io.edgeveil.core.layer;
