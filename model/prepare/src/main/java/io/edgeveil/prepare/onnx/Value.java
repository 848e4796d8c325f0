package io.edgeveil.prepare.onnx;

/** What a name in an ONNX graph stands for. */
sealed interface Value permits Known, Activation {}
