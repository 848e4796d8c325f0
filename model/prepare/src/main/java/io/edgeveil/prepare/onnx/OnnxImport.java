package io.edgeveil.prepare.onnx;

import io.edgeveil.core.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import onnx.Onnx.ModelProto;
import org.nd4j.shade.protobuf.CodedInputStream;
import org.nd4j.shade.protobuf.InvalidProtocolBufferException;
import org.nd4j.shade.protobuf.UnsafeByteOperations;

/** Reads ONNX files. */
public final class OnnxImport {
  /** Most bytes of a file: an int counts them, and every weight fits twice into memory. */
  public static final long MAX_BYTES = 1L << 30;

  private OnnxImport() {}

  /**
   * Imports a file.
   *
   * @throws OnnxException if it is no ONNX file or needs what is not supported
   * @throws IOException if reading fails
   */
  public static FloatModel read(Path file) throws IOException, OnnxException {
    return read(parse(file));
  }

  /** Imports a network that is already in memory. */
  public static FloatModel read(ModelProto model) throws OnnxException {
    return new GraphReader(model).read();
  }

  /** Shape of the picture tensor a file wants, its batch taken as 1, without importing the rest. */
  public static Shape inputShape(ModelProto model) throws OnnxException {
    return new GraphReader(model).inputShape();
  }

  /** Parses a file without importing it. */
  public static ModelProto parse(Path file) throws IOException, OnnxException {
    try {
      if (Files.isDirectory(file) || Files.size(file) > MAX_BYTES) {
        throw new OnnxException(file + " is no file of at most " + MAX_BYTES + " bytes");
      }
      byte[] bytes = Files.readAllBytes(file);
      CodedInputStream in = UnsafeByteOperations.unsafeWrap(bytes).newCodedInput();
      in.enableAliasing(true); // weights stay where they are instead of being copied
      ModelProto model = ModelProto.parseFrom(in);
      if (!model.hasGraph()) {
        throw new OnnxException(file + " is no ONNX file");
      }
      return model;
    } catch (NoSuchFileException e) {
      throw new OnnxException("no file " + file, e);
    } catch (InvalidProtocolBufferException e) {
      throw new OnnxException(file + " is no ONNX file", e);
    }
  }
}
