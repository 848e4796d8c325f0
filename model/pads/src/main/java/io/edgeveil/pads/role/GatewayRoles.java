package io.edgeveil.pads.role;

import io.edgeveil.pads.file.Disk;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The roles that the owners of gateways have had for one bundle: the directory {@code roles} with
 * an empty file per role and party, and in each dealt pad set an empty file per party that dealt
 * it, which goes where the set goes.
 *
 * <p><b>Guarantee.</b> No party gets both roles, over the life of the bundle and of each set in it,
 * also when two programs ask at once: a role is written down and forced before the other one is
 * looked for, so at least one of the two sees the other's. A set that arrives is held against the
 * roles of the bundle before a pad of it is taken ({@link #requireDealersElsewhere}).
 */
public final class GatewayRoles {
  private static final String DIRECTORY = "roles";

  private final Disk disk;
  private final Path sets;
  private final Path roles;
  private final Set<String> admitted = new HashSet<>();

  /**
   * Of a device bundle; the disk is not touched.
   *
   * @param sets its directory of pad sets
   */
  public GatewayRoles(Disk disk, Path sets) {
    this.disk = disk;
    this.sets = sets;
    this.roles = sets.resolveSibling(DIRECTORY);
  }

  /**
   * Gives a party a role for good; it is durable when this returns.
   *
   * @throws GatewayRoleException if it has the other one, here or for a set that is here
   */
  public void admit(GatewayRole role, Party party) throws IOException, GatewayRoleException {
    admit(role, party.fileName(), party);
  }

  private synchronized void admit(GatewayRole role, String fileName, Object party)
      throws IOException, GatewayRoleException {
    if (admitted.contains(role.prefix() + fileName)) {
      return;
    }
    requireOther(role, fileName, party);
    boolean fresh = create(roles, role.prefix() + fileName);
    try {
      requireOther(role, fileName, party);
    } catch (GatewayRoleException e) {
      if (fresh) {
        disk.delete(roles.resolve(role.prefix() + fileName));
      }
      throw e;
    }
    admitted.add(role.prefix() + fileName);
  }

  private void requireOther(GatewayRole role, String fileName, Object party)
      throws IOException, GatewayRoleException {
    String other = role.other().prefix() + fileName;
    boolean hasIt = disk.names(roles).contains(other);
    if (role == GatewayRole.COMPUTES) {
      for (String set : disk.names(sets)) {
        hasIt |= disk.names(sets.resolve(set)).contains(other);
      }
    }
    if (hasIt) {
      throw new GatewayRoleException(role, party);
    }
  }

  private boolean create(Path directory, String name) throws IOException {
    Path parent = directory.getParent();
    if (!disk.names(parent).contains(directory.getFileName().toString())) {
      try {
        disk.createDirectory(directory);
      } catch (FileAlreadyExistsException e) {
        // another program was faster
      }
    }
    disk.forceDirectory(parent);
    boolean fresh = true;
    try {
      disk.create(directory.resolve(name)).close();
    } catch (FileAlreadyExistsException e) {
      fresh = false;
    }
    disk.forceDirectory(directory);
    return fresh;
  }

  /**
   * Writes into a set in the making who deals it, and gives the party that role here; durable when
   * this returns.
   *
   * @param set directory of the set
   * @throws GatewayRoleException if the party computes for this bundle
   */
  public void admitDealer(Path set, Party party) throws IOException, GatewayRoleException {
    var unused = create(set, GatewayRole.DEALS.prefix() + party.fileName());
    admit(GatewayRole.DEALS, party);
  }

  /**
   * Gives those who dealt a set that comes from elsewhere their role here.
   *
   * @param set directory of the set
   * @throws GatewayRoleException if one of them computes for this bundle
   */
  public void admitDealersOf(Path set) throws IOException, GatewayRoleException {
    for (String dealer : dealers(disk, set)) {
      String fileName = dealer.substring(GatewayRole.DEALS.prefix().length());
      admit(GatewayRole.DEALS, fileName, nameOf(set, fileName));
    }
  }

  /**
   * Checks that nobody who dealt a set computes for this bundle.
   *
   * @throws GatewayRoleException if somebody does
   */
  public void requireDealersElsewhere(Path set) throws IOException, GatewayRoleException {
    List<String> dealers = dealers(disk, set);
    if (dealers.isEmpty()) {
      return;
    }
    List<String> known = disk.names(roles);
    for (String dealer : dealers) {
      String fileName = dealer.substring(GatewayRole.DEALS.prefix().length());
      if (known.contains(GatewayRole.COMPUTES.prefix() + fileName)) {
        throw new GatewayRoleException(GatewayRole.DEALS, nameOf(set, fileName));
      }
    }
  }

  private static String nameOf(Path set, String fileName) {
    return fileName.replace('.', ' ') + ", which dealt pad set " + set + ",";
  }

  /** The names of the files in a set that say who dealt it; none if its owner made it. */
  public static List<String> dealers(Disk disk, Path set) throws IOException {
    return disk.names(set).stream()
        .filter(name -> name.startsWith(GatewayRole.DEALS.prefix()))
        .toList();
  }
}
