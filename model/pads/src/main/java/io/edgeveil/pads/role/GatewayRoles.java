package io.edgeveil.pads.role;

import io.edgeveil.core.wire.Ids;
import io.edgeveil.pads.file.SecretFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;

/**
 * The roles that gateways and brokers have had for one bundle: the directory {@code roles} with an
 * empty file per role and party.
 *
 * <p><b>Guarantee.</b> No party gets both roles, over the life of the bundle, also when two
 * programs ask at once: a role is written down and forced before the other one is looked for, so at
 * least one of the two sees the other's.
 */
public final class GatewayRoles {
  private static final String DIRECTORY = "roles";

  private final Path directory;
  private final Set<Path> admitted = new HashSet<>();

  private GatewayRoles(Path directory) {
    this.directory = directory;
  }

  /** Of a device bundle; the disk is not touched. */
  public static GatewayRoles of(Path bundle) {
    return new GatewayRoles(bundle.resolve(DIRECTORY));
  }

  /**
   * Gives a party a role for good; it is durable when this returns.
   *
   * @param kind gateway or broker
   * @throws GatewayRoleException if it has the other one
   */
  public synchronized void admit(GatewayRole role, String kind, String party)
      throws IOException, GatewayRoleException {
    Path own = file(role, kind, party);
    if (admitted.contains(own)) {
      return;
    }
    if (Files.exists(file(role.other(), kind, party))) {
      throw new GatewayRoleException(role, kind, party);
    }
    Files.createDirectories(directory);
    SecretFile.forceDirectory(directory.getParent());
    boolean fresh = create(own);
    SecretFile.forceDirectory(directory);
    if (Files.exists(file(role.other(), kind, party))) {
      if (fresh) {
        Files.delete(own);
      }
      throw new GatewayRoleException(role, kind, party);
    }
    admitted.add(own);
  }

  private static boolean create(Path file) throws IOException {
    try {
      Files.createFile(file);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  private Path file(GatewayRole role, String kind, String party) {
    String name =
        Ids.isId(party) ? party : HexFormat.of().formatHex(party.getBytes(StandardCharsets.UTF_8));
    return directory.resolve(role.name().toLowerCase(Locale.ROOT) + "." + kind + "." + name);
  }
}
