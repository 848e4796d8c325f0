package io.edgeveil.pads.file;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * A disk in memory that fails when told, and forgets at a power cut what was not forced: bytes of
 * files (all, some or torn) and names in directories (new ones, renamed ones, removed ones), each
 * as the seed says. The top directory's entries are file systems of their own.
 */
public final class CrashingDisk implements Disk {
  /** What happens at the chosen step. */
  public enum Fault {
    /** The process is killed: nothing works any more, the system keeps what it was given. */
    KILL,
    /** The power fails: nothing works any more, what was not forced may be gone. */
    POWER_CUT,
    /** One access fails; a failed force leaves in memory what never reaches the disk. */
    ERROR,
    /** No new byte fits for a while. */
    FULL
  }

  private static final class Node {
    final boolean directory;
    Map<String, Node> entries = new TreeMap<>();
    Map<String, Node> durableEntries = new TreeMap<>();
    byte[] bytes = new byte[0];
    byte[] durable = new byte[0];
    List<Write> unforced = new ArrayList<>();

    Node(boolean directory) {
      this.directory = directory;
    }
  }

  /** Bytes put at a place, or a new length. */
  private static final class Write {
    final int at;
    final byte[] bytes; // null: cut to the length in at

    Write(int at, byte[] bytes) {
      this.at = at;
      this.bytes = bytes;
    }

    byte[] on(byte[] content, int kept) {
      if (bytes == null) {
        return Arrays.copyOf(content, at);
      }
      byte[] after = Arrays.copyOf(content, Math.max(content.length, at + kept));
      System.arraycopy(bytes, 0, after, at, kept);
      return after;
    }
  }

  /** A name that comes to a directory or, with no node, leaves it. */
  private static final class Naming {
    final Node directory;
    final String name;
    final Node node;

    Naming(Node directory, String name, Node node) {
      this.directory = directory;
      this.name = name;
      this.node = node;
    }

    void apply() {
      if (node == null) {
        directory.durableEntries.remove(name);
      } else {
        directory.durableEntries.put(name, node);
      }
    }
  }

  private static final int FULL_STEPS = 40;

  private final Random random;
  private Node root = new Node(true);
  private List<List<Naming>> unforcedNames = new ArrayList<>(); // each all or nothing
  private int process; // of which the open files work
  private int stepsLeft = Integer.MAX_VALUE;
  private int fullSteps;
  private Fault fault;
  private boolean struck;

  /** An empty disk; everything that chance decides follows from the seed. */
  public CrashingDisk(long seed) {
    this.random = new Random(seed);
  }

  /** From now on something goes wrong after so many accesses. */
  public synchronized void arm(Fault next, int steps) {
    fault = next;
    stepsLeft = steps;
    struck = false;
  }

  /** From now on nothing goes wrong. */
  public synchronized void disarm() {
    stepsLeft = Integer.MAX_VALUE;
    fullSteps = 0;
    struck = false;
  }

  /** Whether the fault has struck since it was armed. */
  public synchronized boolean hasStruck() {
    return struck;
  }

  /** Whether the process is dead: no access works until {@link #restart}. */
  public synchronized boolean isDead() {
    return struck && (fault == Fault.KILL || fault == Fault.POWER_CUT);
  }

  /** Ends the process, if it is not dead yet, and after a power cut forgets; then all is well. */
  public synchronized void restart(boolean powerCut) {
    if (powerCut || (struck && fault == Fault.POWER_CUT)) {
      forget();
    }
    process++;
    disarm();
  }

  /** What is on the disk now, to be put back later. */
  public synchronized Object snapshot() {
    return copy(root, new IdentityHashMap<>());
  }

  /** Puts an old state of the whole disk back. */
  public synchronized void restore(Object snapshot) {
    root = copy((Node) snapshot, new IdentityHashMap<>());
    unforcedNames = new ArrayList<>();
    process++;
  }

  private static Node copy(Node node, Map<Node, Node> copies) {
    Node known = copies.get(node);
    if (known != null) {
      return known;
    }
    Node copy = new Node(node.directory);
    copies.put(node, copy);
    copy.bytes = node.bytes.clone();
    copy.durable = node.bytes.clone();
    node.entries.forEach((name, child) -> copy.entries.put(name, copy(child, copies)));
    copy.durableEntries = new TreeMap<>(copy.entries);
    return copy;
  }

  private void forget() {
    boolean inOrder = random.nextBoolean(); // as a journal does, or as it pleases
    int kept = random.nextInt(unforcedNames.size() + 1);
    for (int i = 0; i < unforcedNames.size(); i++) {
      if (inOrder ? i < kept : random.nextBoolean()) {
        unforcedNames.get(i).forEach(Naming::apply);
      }
    }
    unforcedNames.clear();
    comeBack(root, new HashSet<>());
  }

  private void comeBack(Node node, Set<Node> done) {
    if (!done.add(node)) {
      return;
    }
    for (Write write : node.unforced) {
      int length = write.bytes == null ? 0 : write.bytes.length;
      switch (random.nextInt(3)) {
        case 0 -> node.durable = write.on(node.durable, length);
        case 1 -> {
          if (length > 0) {
            node.durable = write.on(node.durable, random.nextInt(length));
          }
        }
        default -> {
          // lost
        }
      }
    }
    node.unforced.clear();
    node.bytes = node.durable.clone();
    node.entries = new TreeMap<>(node.durableEntries);
    node.entries.values().forEach(child -> comeBack(child, done));
  }

  private void step(boolean takesRoom) throws IOException {
    if (isDead()) {
      throw new IOException("power lost");
    }
    if (fullSteps > 0) {
      fullSteps--;
      if (takesRoom) {
        throw new IOException("No space left on device");
      }
    }
    if (stepsLeft-- > 0) {
      return;
    }
    stepsLeft = Integer.MAX_VALUE;
    struck = true;
    switch (fault) {
      case KILL, POWER_CUT -> throw new IOException("power lost");
      case ERROR -> throw new IOException("Input/output error");
      case FULL -> {
        fullSteps = FULL_STEPS;
        if (takesRoom) {
          throw new IOException("No space left on device");
        }
      }
    }
  }

  private Node find(Path path) throws IOException {
    Node node = root;
    for (Path name : path) {
      if (name.toString().isEmpty()) {
        continue; // the top
      }
      node = node.entries.get(name.toString());
      if (node == null) {
        throw new NoSuchFileException(path.toString());
      }
    }
    return node;
  }

  private Node parent(Path path) throws IOException {
    return path.getParent() == null ? root : find(path.getParent());
  }

  private static String name(Path path) {
    return path.getFileName().toString();
  }

  private Node make(Path path, boolean directory) throws IOException {
    step(true);
    Node parent = parent(path);
    if (parent.entries.containsKey(name(path))) {
      throw new FileAlreadyExistsException(path.toString());
    }
    Node node = new Node(directory);
    parent.entries.put(name(path), node);
    unforcedNames.add(List.of(new Naming(parent, name(path), node)));
    return node;
  }

  @Override
  public synchronized DiskFile create(Path file) throws IOException {
    return new Open(make(file, false), process);
  }

  @Override
  public synchronized DiskFile open(Path file, boolean writing) throws IOException {
    step(false);
    Node node = find(file);
    if (node.directory) {
      throw new IOException(file + " is a directory");
    }
    return new Open(node, process);
  }

  @Override
  public synchronized void createDirectory(Path directory) throws IOException {
    var unused = make(directory, true);
  }

  @Override
  public synchronized void rename(Path from, Path to) throws IOException {
    step(false);
    if (!from.getName(0).equals(to.getName(0))) {
      throw new AtomicMoveNotSupportedException(from.toString(), to.toString(), "another disk");
    }
    Node node = find(from);
    Node target = parent(to);
    if (target.entries.containsKey(name(to))) {
      throw new FileAlreadyExistsException(to.toString());
    }
    Node source = parent(from);
    source.entries.remove(name(from));
    target.entries.put(name(to), node);
    unforcedNames.add(
        List.of(new Naming(source, name(from), null), new Naming(target, name(to), node)));
  }

  @Override
  public synchronized void delete(Path path) throws IOException {
    step(false);
    if (!find(path).entries.isEmpty()) {
      throw new DirectoryNotEmptyException(path.toString());
    }
    Node parent = parent(path);
    parent.entries.remove(name(path));
    unforcedNames.add(List.of(new Naming(parent, name(path), null)));
  }

  @Override
  public synchronized List<String> names(Path directory) throws IOException {
    step(false);
    try {
      return List.copyOf(find(directory).entries.keySet());
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  @Override
  public synchronized void forceDirectory(Path directory) throws IOException {
    step(false);
    Node node = find(directory);
    unforcedNames.removeIf(
        together -> {
          boolean concerned = together.stream().anyMatch(naming -> naming.directory == node);
          if (concerned) {
            together.forEach(Naming::apply);
          }
          return concerned;
        });
  }

  @Override
  public void requirePrivateDirectory(Path directory) {
    // permissions are a matter of real disks
  }

  private final class Open implements DiskFile {
    private final Node node;
    private final int opener;

    Open(Node node, int opener) {
      this.node = node;
      this.opener = opener;
    }

    private void access(boolean takesRoom) throws IOException {
      if (opener != process) {
        throw new IOException("power lost");
      }
      step(takesRoom);
    }

    @Override
    public long size() throws IOException {
      synchronized (CrashingDisk.this) {
        access(false);
        return node.bytes.length;
      }
    }

    @Override
    public void read(long at, ByteBuffer into) throws IOException {
      synchronized (CrashingDisk.this) {
        access(false);
        if (at + into.remaining() > node.bytes.length) {
          throw new EOFException("the file ends too early");
        }
        into.put(node.bytes, (int) at, into.remaining());
      }
    }

    @Override
    public void write(long at, ByteBuffer from) throws IOException {
      synchronized (CrashingDisk.this) {
        byte[] bytes = new byte[from.remaining()];
        from.get(bytes);
        Write write = new Write((int) at, bytes);
        try {
          access(at + bytes.length > node.bytes.length);
        } catch (IOException e) {
          if (opener == process && random.nextBoolean()) { // some of it came through
            apply(new Write((int) at, Arrays.copyOf(bytes, random.nextInt(bytes.length + 1))));
          }
          throw e;
        }
        apply(write);
      }
    }

    private void apply(Write write) {
      node.bytes = write.on(node.bytes, write.bytes == null ? 0 : write.bytes.length);
      node.unforced.add(write);
    }

    @Override
    public void truncate(long size) throws IOException {
      synchronized (CrashingDisk.this) {
        access(false);
        apply(new Write((int) size, null));
      }
    }

    @Override
    public void force() throws IOException {
      synchronized (CrashingDisk.this) {
        try {
          access(false);
        } catch (IOException e) {
          if (opener == process && !isDead() && random.nextBoolean()) {
            node.unforced.clear(); // the system forgets that it is not written
          }
          throw e;
        }
        node.unforced.clear();
        node.durable = node.bytes.clone();
      }
    }

    @Override
    public void close() {
      // whatever is not forced stays so
    }
  }
}
