package io.edgeveil.linear;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCRATCHPAD;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import io.edgeveil.core.layer.Window;
import java.io.IOException;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.dnnl_version_t;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every native symbol of oneDNN we use, linked all or nothing.
 *
 * <p>Integer convolutions with all channels of a pixel side by side (NHWC), and the reorder that
 * splits residues into limbs. Scratch memory is always handed in, so that one primitive may run on
 * several threads at once; each call runs on the thread that makes it.
 */
final class OneDnn {
  private static final Logger LOG = LoggerFactory.getLogger(OneDnn.class);

  private final engine cpu;
  private final primitive_attr ownScratch;
  private final OpenMp openMp;

  private OneDnn() {
    cpu = new engine(engine.kind.cpu, 0);
    ownScratch = new primitive_attr();
    ownScratch.set_scratchpad_mode(dnnl.scratchpad_mode.user);
    openMp = openMp();
  }

  private static OpenMp openMp() {
    try {
      return OpenMp.loaded();
    } catch (IOException | LinkageError e) {
      LOG.warn(
          "oneDNN uses as many OpenMP threads as it likes, which costs processor time when several"
              + " layers are computed at once; set OMP_NUM_THREADS=1. It cannot be told because: {}",
          e.toString());
      return OpenMp.untold();
    }
  }

  /** Loads the library; a {@link LinkageError} or a {@link RuntimeException} says it cannot be. */
  static OneDnn load() {
    return new OneDnn();
  }

  /** Version and instruction set, for example {@code oneDNN 3.11.0 on AVX2}. */
  String description() {
    try (dnnl_version_t version = dnnl.dnnl_version()) {
      return "oneDNN "
          + version.major()
          + "."
          + version.minor()
          + "."
          + version.patch()
          + " on "
          + instructionSet()
          + ", "
          + openMp.description();
    }
  }

  private static String instructionSet() {
    int isa = dnnl.dnnl_get_effective_cpu_isa();
    for (dnnl.cpu_isa known : dnnl.cpu_isa.values()) {
      if (known.value == isa) {
        return known.name().toUpperCase(java.util.Locale.ROOT);
      }
    }
    return "instruction set 0x" + Integer.toHexString(isa);
  }

  /** To be called by each thread before it makes or runs a primitive: see {@link OpenMp}. */
  void keepToThisThread() {
    openMp.keepToThisThread();
  }

  Stream newStream() {
    return new Stream(cpu);
  }

  private static memory.desc bytes(memory.data_type type, long... extents) {
    return new memory.desc(extents, type, memory.format_tag.acdb);
  }

  /**
   * A u8 x s8 to s32 convolution.
   *
   * @param images batch extent
   * @param like a convolution of the same weights whose packed weights this one shall read, or null
   * @throws LayerRefusedException if oneDNN has no implementation at all
   */
  Product product(Geometry layer, int images, Product like) {
    Window w = layer.window();
    int groups = layer.groups();
    long[] plain =
        groups == 1
            ? new long[] {
              layer.outputChannels(), layer.channels(), w.kernelHeight(), w.kernelWidth()
            }
            : new long[] {
              groups,
              layer.outputChannels() / groups,
              layer.channels() / groups,
              w.kernelHeight(),
              w.kernelWidth()
            };
    try (memory.desc source =
            bytes(memory.data_type.u8, images, layer.channels(), layer.height(), layer.width());
        memory.desc any = new memory.desc(plain, memory.data_type.s8, memory.format_tag.any);
        memory.desc destination =
            bytes(
                memory.data_type.s32,
                images,
                layer.outputChannels(),
                layer.outputHeight(),
                layer.outputWidth())) {
      convolution_forward.primitive_desc description =
          new convolution_forward.primitive_desc(
              cpu,
              dnnl.prop_kind.forward_inference,
              dnnl.algorithm.convolution_direct,
              source,
              like == null ? any : like.packedForm,
              destination,
              new long[] {w.strideHeight(), w.strideWidth()},
              new long[] {w.dilationHeight() - 1L, w.dilationWidth() - 1L},
              new long[] {w.top(), w.left()},
              new long[] {w.bottom(), w.right()},
              ownScratch,
              false);
      memory.desc plainForm =
          new memory.desc(
              plain,
              memory.data_type.s8,
              groups == 1 ? memory.format_tag.abcd : memory.format_tag.abcde);
      return new Product(description, plainForm);
    } catch (RuntimeException e) {
      throw new LayerRefusedException("oneDNN has no convolution for " + layer, e);
    }
  }

  /** A queue of work; belongs to one thread at a time. */
  static final class Stream implements AutoCloseable {
    private final stream queue;

    private Stream(engine cpu) {
      queue = new stream(cpu);
    }

    @Override
    public void close() {
      queue.close();
    }
  }

  /** Weights laid out for a {@link Product}. */
  static final class Packed implements AutoCloseable {
    private final memory weights;

    private Packed(memory weights) {
      this.weights = weights;
    }

    @Override
    public void close() {
      weights.close();
    }
  }

  /** One convolution primitive. Safe for several threads, each with its own memory. */
  final class Product implements AutoCloseable {
    private final convolution_forward run;
    private final memory.desc sourceForm;
    private final memory.desc packedForm;
    private final memory.desc plainForm;
    private final memory.desc destinationForm;
    private final memory.desc scratchForm;
    private final String implementation;

    private Product(convolution_forward.primitive_desc description, memory.desc plainForm) {
      try (description) {
        this.run = new convolution_forward(description);
        this.sourceForm = description.src_desc();
        this.packedForm = description.weights_desc();
        this.plainForm = plainForm;
        this.destinationForm = description.dst_desc();
        this.scratchForm = description.scratchpad_desc();
        this.implementation = description.impl_info_str().getString();
      }
    }

    /** As oneDNN calls it, for example {@code jit_uni_int8:avx2}. */
    String implementation() {
      return implementation;
    }

    /** Whether this is oneDNN's slow oracle, which we never accept. */
    boolean isOracle() {
      return implementation.startsWith("ref");
    }

    long sourceBytes() {
      return sourceForm.get_size();
    }

    long destinationBytes() {
      return destinationForm.get_size();
    }

    long scratchBytes() {
      return scratchForm.get_size();
    }

    /** Lays out weights given in the order of the ONNX initialiser. */
    Packed pack(byte[] weights, Stream on) {
      memory packed = new memory(packedForm, cpu);
      try (BytePointer copy = new BytePointer(weights);
          memory plain = new memory(plainForm, cpu, copy);
          reorder order = new reorder(plain, packed)) {
        order.execute(on.queue, plain, packed);
        on.queue._wait();
      }
      return new Packed(packed);
    }

    /** The weights again as they were given to {@link #pack}. */
    byte[] unpack(Packed packed, Stream on) {
      byte[] weights = new byte[(int) plainForm.get_size()];
      try (BytePointer copy = new BytePointer(weights.length);
          memory plain = new memory(plainForm, cpu, copy);
          reorder order = new reorder(packed.weights, plain)) {
        order.execute(on.queue, packed.weights, plain);
        on.queue._wait();
        copy.get(weights);
      }
      return weights;
    }

    /**
     * Runs.
     *
     * @param source {@code [images, H, W, C]} u8, {@link #sourceBytes()} long; read
     * @param destination {@code [images, OH, OW, OC]} s32, {@link #destinationBytes()} long;
     *     overwritten
     * @param scratch {@link #scratchBytes()} long; overwritten
     */
    void multiply(Packed weights, Pointer source, Pointer destination, Pointer scratch, Stream on) {
      try (memory from = new memory(sourceForm, cpu, source);
          memory to = new memory(destinationForm, cpu, destination);
          memory room = new memory(scratchForm, cpu, scratch);
          IntMemoryMap arguments = new IntMemoryMap()) {
        arguments.put(DNNL_ARG_SRC, from);
        arguments.put(DNNL_ARG_WEIGHTS, weights.weights);
        arguments.put(DNNL_ARG_DST, to);
        arguments.put(DNNL_ARG_SCRATCHPAD, room);
        run.execute(on.queue, arguments);
        on.queue._wait();
      }
    }

    @Override
    public void close() {
      run.close();
      sourceForm.close();
      packedForm.close();
      plainForm.close();
      destinationForm.close();
      scratchForm.close();
    }
  }

  /** The reorder from residues in NCHW, a word or two each, to limbs in NHWC, a byte each. */
  final class Split implements AutoCloseable {
    private final memory.desc wordForm;
    private final memory.desc limbForm;
    private final memory.desc scratchForm;
    private final primitive run;

    /** From {@code channels} channels of {@code layer}'s input. */
    Split(Geometry layer, LimbWidth limbs) {
      long c = layer.channels();
      long h = layer.height();
      long w = layer.width();
      long stride = 4L * limbs.words();
      wordForm =
          new memory.desc(
              new long[] {limbs.count(), c, h, w},
              memory.data_type.u8,
              new long[] {1, h * w * stride, w * stride, stride});
      limbForm = bytes(memory.data_type.u8, limbs.count(), c, h, w);
      try (reorder.primitive_desc description =
          new reorder.primitive_desc(cpu, wordForm, cpu, limbForm, ownScratch, false)) {
        run = new reorder(description);
        scratchForm = description.scratchpad_desc();
      }
    }

    /** Bytes of the limbs of one tensor. */
    long limbBytes() {
      return limbForm.get_size();
    }

    long scratchBytes() {
      return scratchForm.get_size();
    }

    void split(Pointer words, Pointer limbs, Pointer scratch, Stream on) {
      try (memory from = new memory(wordForm, cpu, words);
          memory to = new memory(limbForm, cpu, limbs);
          memory room = new memory(scratchForm, cpu, scratch);
          IntMemoryMap arguments = new IntMemoryMap()) {
        arguments.put(DNNL_ARG_FROM, from);
        arguments.put(DNNL_ARG_TO, to);
        arguments.put(DNNL_ARG_SCRATCHPAD, room);
        run.execute(on.queue, arguments);
        on.queue._wait();
      }
    }

    @Override
    public void close() {
      run.close();
      wordForm.close();
      limbForm.close();
      scratchForm.close();
    }
  }
}
