/**
 * ONNX files in, a {@link io.edgeveil.prepare.onnx.FloatModel} out: the graph in this project's
 * layers, with float weights.
 *
 * <p>Operators follow the <a href="https://onnx.ai/onnx/operators/">ONNX operator list</a>. What
 * depends on constants alone is computed here; an affine map per channel right after a linear layer
 * (BatchNormalization, or Add and Mul with constants) is folded into it; everything not understood
 * is refused by name. A file is not trusted: sizes are bounded and checked before memory is taken,
 * and nothing outside the file is ever opened.
 *
 * <p>Words owned here: <i>node</i> (of the ONNX graph, as against a layer of ours), <i>known</i> (a
 * value that depends on constants alone), <i>activation</i> (one that depends on the input). Only
 * the quantiser and the command line use this package; the protobuf classes do not leave it, but
 * for {@code ModelProto} as input.
 */
package io.edgeveil.prepare.onnx;
