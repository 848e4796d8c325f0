package io.edgeveil.core.network;

import io.edgeveil.core.layer.Layer;
import io.edgeveil.core.layer.LinearLayer;
import io.edgeveil.core.layer.LinearOperation;
import io.edgeveil.core.manifest.Manifest;
import io.edgeveil.core.tensor.Shape;
import io.edgeveil.core.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The layers of a manifest, checked and ready to run. Immutable; safe for use by several threads.
 *
 * <p>A tensor is let go, and overwritten, after the last layer that reads it. The integers of a
 * linear layer belong to who evaluates it.
 */
public final class Network {

  /**
   * One layer in its place. Tensors are numbered: 0 is the input, i + 1 the output of layer i.
   *
   * @param inputs numbers of the tensors read
   * @param step null for a linear layer
   * @param quantiser null for any other
   */
  private record Node(Layer layer, List<Integer> inputs, Step step, Quantiser quantiser) {
    LinearLayer linear() {
      return new LinearLayer(layer.name(), (LinearOperation) layer.operation());
    }
  }

  /**
   * A way to compute layers.
   *
   * @param <X> what can go wrong
   */
  private interface Walker<X extends Exception> {
    /**
     * How many layers a linear layer stands for: itself, and what follows it in its {@link Ending}.
     */
    int layers(int node);

    /** The output of the last of them. */
    float[] linear(int node, float[] activations) throws X;
  }

  private final Shape inputShape;
  private final Shape outputShape;
  private final List<Node> nodes;
  private final int[] lastReader; // per tensor: the layer after which it is let go
  private final int output; // number of the output tensor
  private final List<Ending> endings; // per node; null where it is not linear

  private Network(Shape inputShape, Shape outputShape, List<Node> nodes, int output) {
    this.inputShape = inputShape;
    this.outputShape = outputShape;
    this.nodes = List.copyOf(nodes);
    this.output = output;
    this.lastReader = new int[nodes.size() + 1];
    for (int i = 0; i < nodes.size(); i++) {
      lastReader[i + 1] = i; // what nobody reads goes at once
      for (int input : nodes.get(i).inputs()) {
        lastReader[input] = i;
      }
    }
    lastReader[output] = Integer.MAX_VALUE;
    this.endings = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      Node node = nodes.get(i);
      endings.add(
          node.quantiser() == null
              ? null
              : Ending.of(node.layer(), node.quantiser(), chainBehind(i)));
    }
  }

  /** The layers behind one that each read the output of the one before, which nobody else does. */
  private List<Layer> chainBehind(int node) {
    List<Layer> chain = new ArrayList<>();
    for (int i = node + 1; i < nodes.size(); i++) {
      if (lastReader[i] != i || !nodes.get(i).inputs().equals(List.of(i))) {
        break;
      }
      chain.add(nodes.get(i).layer());
    }
    return chain;
  }

  /**
   * The network a manifest describes.
   *
   * @param constants the floats of {@code sensor.bin}; read
   * @throws NetworkException naming the layer, if it reads a tensor no earlier layer makes, shapes
   *     do not fit together, constants are missing, or linear layers are not numbered in order
   */
  public static Network of(Manifest manifest, float[] constants) throws NetworkException {
    return of(
        manifest.input(), manifest.inputShape(), manifest.layers(), manifest.output(), constants);
  }

  /** The same from the parts of a manifest. */
  public static Network of(
      String input, Shape inputShape, List<Layer> layers, String output, float[] constants)
      throws NetworkException {
    Map<String, Integer> numbers = new HashMap<>(Map.of(input, 0));
    List<Shape> shapes = new ArrayList<>(List.of(inputShape));
    List<Node> nodes = new ArrayList<>();
    Set<String> names = new HashSet<>();
    int linear = 0;
    for (Layer layer : layers) {
      if (!names.add(layer.name())) {
        throw new NetworkException("two layers are called " + layer.name());
      }
      nodes.add(node(layer, numbers, shapes, constants));
      if (layer.operation() instanceof LinearOperation operation && operation.index() != linear++) {
        throw new NetworkException(
            "linear layer "
                + layer.name()
                + " has index "
                + operation.index()
                + ", its place is "
                + (linear - 1));
      }
      if (numbers.putIfAbsent(layer.output(), nodes.size()) != null) {
        throw new NetworkException("two layers make the tensor " + layer.output());
      }
      shapes.add(layer.shape());
    }
    Integer outputNumber = numbers.get(output);
    if (outputNumber == null) {
      throw new NetworkException("no layer makes the output " + output);
    }
    return new Network(inputShape, shapes.get(outputNumber), nodes, outputNumber);
  }

  private static Node node(
      Layer layer, Map<String, Integer> numbers, List<Shape> shapes, float[] constants)
      throws NetworkException {
    List<Integer> inputs = new ArrayList<>();
    for (String name : layer.inputs()) {
      Integer number = numbers.get(name);
      if (number == null) {
        throw new NetworkException(
            "layer " + layer.name() + " reads " + name + ", which no earlier layer makes");
      }
      inputs.add(number);
    }
    List<Shape> inputShapes = inputs.stream().map(shapes::get).toList();
    try {
      Shape made = OutputShapes.of(layer.operation(), inputShapes, layer.shape());
      if (!made.equals(layer.shape())) {
        throw new IllegalArgumentException("makes " + made + ", not " + layer.shape());
      }
      if (layer.operation() instanceof LinearOperation linear) {
        return new Node(layer, inputs, null, Quantiser.of(linear, constants));
      }
      Step step = Steps.of(layer.operation(), inputShapes, layer.shape(), constants);
      return new Node(layer, inputs, step, null);
    } catch (IllegalArgumentException e) {
      throw new NetworkException("layer " + layer.name() + ": " + e.getMessage(), e);
    }
  }

  /** Shape of the tensor wanted. */
  public Shape inputShape() {
    return inputShape;
  }

  /** Shape of the tensor made. */
  public Shape outputShape() {
    return outputShape;
  }

  /**
   * One inference of the quantised network. Whatever the values, every linear layer is evaluated:
   * an activation that is not a number counts as 0 until the end. To give up early would tell
   * whoever watches the evaluations something about the values.
   *
   * @param input of shape {@link #inputShape}; read
   * @param evaluator computes each linear layer, in the order of their indices
   * @throws ArithmeticException at the end, if an input of a linear layer was not a number
   */
  public <X extends Exception> Tensor run(Tensor input, LinearEvaluator<X> evaluator) throws X {
    return run(input, evaluator, new Workspace(nodes.size()));
  }

  /** Arrays for inferences one after the other; owned by the caller. */
  public Workspace workspace() {
    return new Workspace(nodes.size());
  }

  /**
   * The same with arrays that are used again.
   *
   * @param workspace made by {@link #workspace}; used by no other inference until the caller has
   *     {@linkplain Workspace#wipe wiped} it
   */
  public <X extends Exception> Tensor run(
      Tensor input, LinearEvaluator<X> evaluator, Workspace workspace) throws X {
    QuantisedWalker<X> walker = new QuantisedWalker<>(evaluator, workspace);
    Tensor made = walk(input, walker);
    walker.requireDefined();
    return workspace.holds(made.values()) ? new Tensor(outputShape, made.values().clone()) : made;
  }

  /** From floats to integers and back. */
  private final class QuantisedWalker<X extends Exception> implements Walker<X> {
    private final LinearEvaluator<X> evaluator;
    private final Workspace workspace;
    private final BitSet undefined = new BitSet();

    QuantisedWalker(LinearEvaluator<X> evaluator, Workspace workspace) {
      this.evaluator = evaluator;
      this.workspace = workspace;
    }

    @Override
    public int layers(int node) {
      return 1 + endings.get(node).layers();
    }

    @Override
    public float[] linear(int number, float[] activations) throws X {
      Node node = nodes.get(number);
      LinearLayer layer = node.linear();
      undefined.set(layer.index(), !Quantiser.isDefined(activations));
      int[] quantised = workspace.quantised(number, activations.length);
      node.quantiser().quantise(activations, quantised);
      int[] results = evaluator.multiply(layer, quantised);
      if (results.length != node.layer().shape().elements()) {
        throw wrongLength(node.layer(), results.length);
      }
      int last = number + endings.get(number).layers();
      int elements = nodes.get(last).layer().shape().elements();
      float[] made = workspace.output(number, elements);
      endings.get(number).apply(results, made);
      return made;
    }

    void requireDefined() {
      if (!undefined.isEmpty()) {
        throw new ArithmeticException(
            "an input of linear layer " + undefined.nextSetBit(0) + " is not a number");
      }
    }
  }

  /**
   * One inference with another idea of a linear layer, from floats to floats.
   *
   * @param input of shape {@link #inputShape}; read
   */
  public <X extends Exception> Tensor runInFloat(Tensor input, FloatLinear<X> linear) throws X {
    return walk(
        input,
        new Walker<X>() {
          @Override
          public int layers(int node) {
            return 1;
          }

          @Override
          public float[] linear(int node, float[] activations) throws X {
            return linear.apply(nodes.get(node).linear(), activations);
          }
        });
  }

  private <X extends Exception> Tensor walk(Tensor input, Walker<X> walker) throws X {
    if (!input.shape().equals(inputShape)) {
      throw new IllegalArgumentException(
          "the network wants an input of " + inputShape + ", got " + input.shape());
    }
    float[][] tensors = new float[nodes.size() + 1][];
    tensors[0] = input.values();
    int next;
    for (int i = 0; i < nodes.size(); i = next) {
      Node node = nodes.get(i);
      float[][] inputs = new float[node.inputs().size()][];
      for (int j = 0; j < inputs.length; j++) {
        inputs[j] = tensors[node.inputs().get(j)];
      }
      boolean linear = node.layer().operation() instanceof LinearOperation;
      next = i + (linear ? walker.layers(i) : 1);
      float[] made = linear ? walker.linear(i, inputs[0]) : node.step().compute(inputs);
      Layer last = nodes.get(next - 1).layer();
      if (made.length != last.shape().elements()) {
        throw wrongLength(last, made.length);
      }
      tensors[next] = made;
      letGo(tensors, i, next - 1, input.values());
    }
    return new Tensor(outputShape, tensors[output]);
  }

  private static IllegalArgumentException wrongLength(Layer layer, int elements) {
    return new IllegalArgumentException(
        layer.name() + " wants " + layer.shape() + ", got " + elements);
  }

  /**
   * Lets go what nobody reads any more.
   *
   * @param first layer that was computed; what it reads is let go if nobody else does
   * @param last of the layers computed, whose output is there
   */
  private void letGo(float[][] tensors, int first, int last, float[] callers) {
    if (lastReader[last + 1] == last) {
      overwrite(tensors, last + 1, callers);
    }
    for (int input : nodes.get(first).inputs()) {
      if (lastReader[input] == first) {
        overwrite(tensors, input, callers);
      }
    }
  }

  /** Lets a tensor go: with zeros, unless the array is the caller's or another tensor shares it. */
  private static void overwrite(float[][] tensors, int number, float[] callers) {
    float[] gone = tensors[number];
    tensors[number] = null;
    if (gone == null || gone == callers) {
      return;
    }
    for (float[] tensor : tensors) {
      if (tensor == gone) {
        return;
      }
    }
    Arrays.fill(gone, 0);
  }

  /**
   * Most memory that tensors take at one moment of an inference, in bytes: all live activations,
   * the output being made, and for a linear layer its integers as they are quantised, masked and
   * answered (4 bytes an element each).
   */
  public long peakTensorBytes() {
    boolean[] live = new boolean[nodes.size() + 1];
    live[0] = true;
    long peak = 0;
    for (int i = 0; i < nodes.size(); i++) {
      live[i + 1] = true;
      long elements = 0;
      for (int tensor = 0; tensor <= i + 1; tensor++) {
        elements += live[tensor] ? shape(tensor).elements() : 0;
      }
      if (nodes.get(i).layer().operation() instanceof LinearOperation operation) {
        elements += 2L * operation.input().elements() + 2L * operation.outputShape().elements();
      }
      peak = Math.max(peak, elements * Float.BYTES);
      live[i + 1] = lastReader[i + 1] != i;
      for (int input : nodes.get(i).inputs()) {
        live[input] &= lastReader[input] != i;
      }
    }
    return peak;
  }

  private Shape shape(int tensor) {
    return tensor == 0 ? inputShape : nodes.get(tensor - 1).layer().shape();
  }
}
