package io.edgeveil.prepare.onnx;

import java.util.Arrays;
import java.util.Map;
import onnx.Onnx.AttributeProto;

/**
 * Nodes whose result does not depend on the input tensor. Exporters leave them to compute shapes
 * and to lay out weights.
 */
final class Folding {

  @FunctionalInterface
  private interface Fold {
    Known of(Node node) throws OnnxException;
  }

  private static final Map<String, Fold> FOLDS =
      Map.ofEntries(
          Map.entry("Constant", Folding::constant),
          Map.entry("ConstantOfShape", Folding::constantOfShape),
          Map.entry("Cast", Folding::cast),
          Map.entry("Gather", Folding::gather),
          Map.entry("Concat", Folding::concat),
          Map.entry("Slice", Folding::slice),
          Map.entry("Transpose", Folding::transpose),
          Map.entry("Reshape", Folding::reshape),
          Map.entry("Flatten", Folding::flatten),
          Map.entry("Squeeze", Folding::squeeze),
          Map.entry("Unsqueeze", Folding::unsqueeze),
          Map.entry("Add", node -> combine(node, Float::sum, Long::sum)),
          Map.entry("Sub", node -> combine(node, (a, b) -> a - b, (a, b) -> a - b)),
          Map.entry("Mul", node -> combine(node, (a, b) -> a * b, (a, b) -> a * b)),
          Map.entry("Div", node -> combine(node, (a, b) -> a / b, Folding::quotient)));

  private Folding() {}

  /** The value of a node all of whose inputs are known, or null where it cannot be folded. */
  static Known fold(Node node) throws OnnxException {
    if (node.operator().equals("Shape")) {
      return shape(node);
    }
    Fold fold = FOLDS.get(node.operator());
    if (fold == null) {
      return null;
    }
    for (int i = 0; i < node.inputNames().size(); i++) {
      if (node.has(i) && !(node.value(i) instanceof Known)) {
        return null;
      }
    }
    return fold.of(node);
  }

  private static Known shape(Node node) throws OnnxException {
    Value value = node.value(0);
    int[] extents =
        value instanceof Known known
            ? known.extents()
            : ((Activation) value).shape().extents().stream().mapToInt(i -> i).toArray();
    int start = bound(node.integer("start", 0), extents.length);
    int end = bound(node.integer("end", extents.length), extents.length);
    return Known.vector(
        Arrays.stream(extents, start, Math.max(start, end)).asLongStream().toArray());
  }

  private static int bound(long place, int rank) {
    return (int) Math.max(0, Math.min(rank, place < 0 ? place + rank : place));
  }

  private static Known constant(Node node) throws OnnxException {
    AttributeProto value = node.attribute("value");
    if (value != null) {
      return TensorReader.read(node.output(), value.getT());
    }
    if (node.attribute("value_float") != null) {
      return Known.floats(new int[0], new float[] {node.number("value_float", 0)});
    }
    if (node.attribute("value_int") != null) {
      return Known.integers(new int[0], new long[] {node.integer("value_int", 0)});
    }
    if (node.attribute("value_ints") != null) {
      return Known.vector(node.integers("value_ints"));
    }
    AttributeProto floats = node.attribute("value_floats");
    if (floats == null) {
      throw node.refusal("no value, or one that is neither of floats nor of integers");
    }
    float[] values = new float[floats.getFloatsCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = floats.getFloats(i);
    }
    return Known.floats(new int[] {values.length}, values);
  }

  private static Known constantOfShape(Node node) throws OnnxException {
    int[] extents = ShapeRules.extents(node, node.known(0).integers());
    AttributeProto attribute = node.attribute("value");
    Known value =
        attribute == null
            ? Known.floats(new int[] {1}, new float[1])
            : TensorReader.read(node.output(), attribute.getT());
    if (value.count() != 1) {
      throw node.refusal("the value must have one element");
    }
    return value.pick(new int[(int) Known.count(extents)], extents);
  }

  private static Known cast(Node node) throws OnnxException {
    Known value = node.known(0);
    return switch ((int) node.integer("to", 0)) {
      case 1, 10, 11 -> Known.floats(value.extents(), value.floats()); // FLOAT, FLOAT16, DOUBLE
      case 6, 7 -> Known.integers(value.extents(), value.integers()); // INT32, INT64
      default -> throw node.refusal("casts to floats, INT32 and INT64 are supported");
    };
  }

  private static Known gather(Node node) throws OnnxException {
    Known data = node.known(0);
    Known indices = node.known(1);
    int axis = node.axis("axis", 0, data.rank());
    int[] extents = data.extents();
    int outer = (int) Known.count(Arrays.copyOf(extents, axis));
    int inner = (int) Known.count(Arrays.copyOfRange(extents, axis + 1, extents.length));
    int[] made = new int[data.rank() + indices.rank() - 1];
    System.arraycopy(extents, 0, made, 0, axis);
    System.arraycopy(indices.extents(), 0, made, axis, indices.rank());
    System.arraycopy(extents, axis + 1, made, axis + indices.rank(), extents.length - axis - 1);
    int[] places = new int[(int) Known.count(ShapeRules.bounded(node, made))];
    int at = 0;
    for (int o = 0; o < outer; o++) {
      for (long index : indices.integers()) {
        int row = node.axis(index, extents[axis]);
        for (int i = 0; i < inner; i++) {
          places[at++] = (o * extents[axis] + row) * inner + i;
        }
      }
    }
    return data.pick(places, made);
  }

  private static Known concat(Node node) throws OnnxException {
    Known joined = node.known(0);
    int axis = node.axis("axis", 1, joined.rank());
    for (int i = 1; i < node.inputNames().size(); i++) {
      joined = join(node, joined, node.known(i), axis);
    }
    return joined;
  }

  private static Known join(Node node, Known left, Known right, int axis) throws OnnxException {
    int[] extents = left.extents();
    int[] others = right.extents();
    int width = extents[axis];
    if (others.length == extents.length) {
      extents[axis] = others[axis];
    }
    if (!Arrays.equals(extents, others) || left.isFloat() != right.isFloat()) {
      throw node.refusal("cannot join constants of other extents or types");
    }
    extents[axis] = Math.addExact(width, others[axis]);
    ShapeRules.bounded(node, extents);
    int inner = (int) Known.count(Arrays.copyOfRange(extents, axis + 1, extents.length));
    int leftRun = width * inner;
    int rightRun = others[axis] * inner;
    // Both one after the other, then picked run by run.
    Known both =
        left.isFloat()
            ? Known.floats(new int[] {left.count() + right.count()}, joined(left, right))
            : Known.vector(joinedIntegers(left, right));
    int[] places = new int[both.count()];
    for (int at = 0, l = 0, r = left.count(); at < places.length; ) {
      for (int i = 0; i < leftRun; i++) {
        places[at++] = l++;
      }
      for (int i = 0; i < rightRun; i++) {
        places[at++] = r++;
      }
    }
    return both.pick(places, extents);
  }

  private static float[] joined(Known left, Known right) {
    float[] both = Arrays.copyOf(left.floats(), left.count() + right.count());
    System.arraycopy(right.floats(), 0, both, left.count(), right.count());
    return both;
  }

  private static long[] joinedIntegers(Known left, Known right) {
    long[] both = Arrays.copyOf(left.integers(), left.count() + right.count());
    System.arraycopy(right.integers(), 0, both, left.count(), right.count());
    return both;
  }

  private static Known slice(Node node) throws OnnxException {
    Known data = node.known(0);
    SliceRule rule = SliceRule.of(node, data.extents());
    int[] strides = Places.strides(data.extents());
    int start = 0;
    for (int axis = 0; axis < strides.length; axis++) {
      start += rule.starts()[axis] * strides[axis];
      strides[axis] *= rule.steps()[axis];
    }
    return data.pick(Places.box(rule.counts(), start, strides), rule.counts());
  }

  private static Known transpose(Node node) throws OnnxException {
    Known data = node.known(0);
    int[] permutation = ShapeRules.permutation(node, data.rank());
    int[] strides = Places.strides(data.extents());
    int[] moved = Arrays.stream(permutation).map(axis -> strides[axis]).toArray();
    int[] extents = Arrays.stream(permutation).map(axis -> data.extents()[axis]).toArray();
    return data.pick(Places.box(extents, 0, moved), extents);
  }

  private static Known reshape(Node node) throws OnnxException {
    Known data = node.known(0);
    return data.reshaped(ShapeRules.reshaped(node, data.extents(), ShapeRules.target(node)));
  }

  private static Known flatten(Node node) throws OnnxException {
    Known data = node.known(0);
    return data.reshaped(ShapeRules.flattened(node, data.extents()));
  }

  private static Known squeeze(Node node) throws OnnxException {
    Known data = node.known(0);
    return data.reshaped(ShapeRules.squeezed(node, data.extents()));
  }

  private static Known unsqueeze(Node node) throws OnnxException {
    Known data = node.known(0);
    return data.reshaped(ShapeRules.unsqueezed(node, data.extents()));
  }

  @FunctionalInterface
  private interface FloatCombination {
    float of(float a, float b);
  }

  @FunctionalInterface
  private interface IntegerCombination {
    long of(long a, long b);
  }

  private static Known combine(Node node, FloatCombination floats, IntegerCombination integers)
      throws OnnxException {
    Known left = node.known(0);
    Known right = node.known(1);
    int[] extents = ShapeRules.broadcast(node, left.extents(), right.extents());
    int[] l = Places.box(extents, 0, Places.broadcast(left.extents(), extents.length));
    int[] r = Places.box(extents, 0, Places.broadcast(right.extents(), extents.length));
    if (left.isFloat() || right.isFloat()) {
      float[] a = left.floats();
      float[] b = right.floats();
      float[] values = new float[l.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = floats.of(a[l[i]], b[r[i]]);
      }
      return Known.floats(extents, values);
    }
    long[] values = new long[l.length];
    for (int i = 0; i < values.length; i++) {
      long divisor = right.integers()[r[i]];
      if (divisor == 0 && node.operator().equals("Div")) {
        throw node.refusal("divides by 0");
      }
      values[i] = integers.of(left.integers()[l[i]], divisor);
    }
    return Known.integers(extents, values);
  }

  private static long quotient(long a, long b) {
    return a / b;
  }
}
