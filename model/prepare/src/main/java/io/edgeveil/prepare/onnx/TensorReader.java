package io.edgeveil.prepare.onnx;

import io.edgeveil.core.tensor.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorProto.DataType;

/** Reads the tensors stored in an ONNX file: initialisers and constants. */
final class TensorReader {
  private static final int MAX_RANK = 8;

  private TensorReader() {}

  /**
   * The constant.
   *
   * @throws OnnxException if its type is not supported, its data lies outside the file, or there is
   *     more or less of it than its extents say
   */
  static Known read(String name, TensorProto tensor) throws OnnxException {
    String where = "tensor " + Printable.of(name);
    if (tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL
        || tensor.getExternalDataCount() > 0) {
      throw new OnnxException(
          where + " keeps its data in another file: save the network with its data inside");
    }
    if (tensor.hasSegment()) {
      throw new OnnxException(where + " is stored in segments, which is not supported");
    }
    int[] extents = extents(where, tensor.getDimsList());
    int count = (int) Known.count(extents);
    DataType type = DataType.forNumber(tensor.getDataType());
    ByteBuffer raw =
        tensor.getRawData().asReadOnlyByteBuffer().slice().order(ByteOrder.LITTLE_ENDIAN);
    if (type == DataType.FLOAT) {
      return Known.floats(extents, floats(where, tensor, raw, count));
    } else if (type == DataType.DOUBLE) {
      return Known.floats(extents, doubles(where, tensor, raw, count));
    } else if (type == DataType.FLOAT16) {
      return Known.floats(extents, halves(where, tensor, raw, count));
    } else if (type == DataType.INT64) {
      return Known.integers(extents, longs(where, tensor, raw, count));
    } else if (type == DataType.INT32) {
      return Known.integers(extents, ints(where, tensor, raw, count));
    }
    throw new OnnxException(
        where
            + " is of type "
            + (type == null ? String.valueOf(tensor.getDataType()) : type)
            + "; supported: FLOAT, FLOAT16, DOUBLE, INT32, INT64");
  }

  private static int[] extents(String where, List<Long> dims) throws OnnxException {
    if (dims.size() > MAX_RANK) {
      throw new OnnxException(where + " has " + dims.size() + " axes, at most " + MAX_RANK);
    }
    int[] extents = new int[dims.size()];
    long count = 1;
    for (int axis = 0; axis < extents.length; axis++) {
      long extent = dims.get(axis);
      if (extent < 0 || extent > Shape.MAX_ELEMENTS) {
        throw new OnnxException(where + " has an extent of " + extent);
      }
      extents[axis] = (int) extent;
      count *= extent;
      if (count > Shape.MAX_ELEMENTS) {
        throw new OnnxException(
            where + " " + dims + " has more than " + Shape.MAX_ELEMENTS + " elements");
      }
    }
    return extents;
  }

  private static float[] floats(String where, TensorProto tensor, ByteBuffer raw, int count)
      throws OnnxException {
    boolean packed = tensor.getFloatDataCount() > 0;
    requireCount(where, packed ? tensor.getFloatDataCount() : raw.remaining() / 4.0, count);
    float[] values = new float[count];
    if (packed) {
      for (int i = 0; i < count; i++) {
        values[i] = tensor.getFloatData(i);
      }
    } else {
      raw.asFloatBuffer().get(values);
    }
    return requireFinite(where, values);
  }

  private static float[] doubles(String where, TensorProto tensor, ByteBuffer raw, int count)
      throws OnnxException {
    boolean packed = tensor.getDoubleDataCount() > 0;
    requireCount(where, packed ? tensor.getDoubleDataCount() : raw.remaining() / 8.0, count);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (packed ? tensor.getDoubleData(i) : raw.getDouble(8 * i));
    }
    return requireFinite(where, values);
  }

  private static float[] halves(String where, TensorProto tensor, ByteBuffer raw, int count)
      throws OnnxException {
    boolean packed = tensor.getInt32DataCount() > 0;
    requireCount(where, packed ? tensor.getInt32DataCount() : raw.remaining() / 2.0, count);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = half(packed ? tensor.getInt32Data(i) : raw.getShort(2 * i));
    }
    return requireFinite(where, values);
  }

  /** IEEE 754 binary16: 1 sign bit, 5 exponent bits with bias 15, 10 fraction bits. */
  static float half(int bits) {
    int exponent = bits >> 10 & 31;
    int fraction = bits & 0x3ff;
    float magnitude;
    if (exponent == 0) {
      magnitude = Math.scalb((float) fraction, -24);
    } else if (exponent == 31) {
      magnitude = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
    } else {
      magnitude = Math.scalb((float) (0x400 | fraction), exponent - 25);
    }
    return (bits & 0x8000) == 0 ? magnitude : -magnitude;
  }

  private static long[] longs(String where, TensorProto tensor, ByteBuffer raw, int count)
      throws OnnxException {
    boolean packed = tensor.getInt64DataCount() > 0;
    requireCount(where, packed ? tensor.getInt64DataCount() : raw.remaining() / 8.0, count);
    long[] values = new long[count];
    for (int i = 0; i < count; i++) {
      values[i] = packed ? tensor.getInt64Data(i) : raw.getLong(8 * i);
    }
    return values;
  }

  private static long[] ints(String where, TensorProto tensor, ByteBuffer raw, int count)
      throws OnnxException {
    boolean packed = tensor.getInt32DataCount() > 0;
    requireCount(where, packed ? tensor.getInt32DataCount() : raw.remaining() / 4.0, count);
    long[] values = new long[count];
    for (int i = 0; i < count; i++) {
      values[i] = packed ? tensor.getInt32Data(i) : raw.getInt(4 * i);
    }
    return values;
  }

  private static void requireCount(String where, double stored, int count) throws OnnxException {
    if (stored != count) {
      throw new OnnxException(where + " wants " + count + " elements, the file has " + stored);
    }
  }

  private static float[] requireFinite(String where, float[] values) throws OnnxException {
    for (float value : values) {
      if (Float.isNaN(value)) {
        throw new OnnxException(where + " holds a value that is not a number");
      }
    }
    return values;
  }
}
