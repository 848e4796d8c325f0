package io.edgeveil.broker;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.embedded.EmbeddedHiveMQ;
import io.edgeveil.broker.client.BrokerAddress;
import io.edgeveil.broker.client.ConnectionSettings;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table at a HiveMQ that has nothing of ours but the unpacked zip in its extensions folder. */
class ExtensionAccessIT extends AccessContract {

  private static final String CONFIGURATION =
      """
      <?xml version="1.0"?>
      <hivemq>
        <listeners>
          <tcp-listener>
            <port>%d</port>
            <bind-address>127.0.0.1</bind-address>
          </tcp-listener>
        </listeners>
        <mqtt>
          <session-expiry>
            <max-interval>0</max-interval>
          </session-expiry>
        </mqtt>
        <persistence>
          <mode>in-memory</mode>
        </persistence>
        <anonymous-usage-statistics>
          <enabled>false</enabled>
        </anonymous-usage-statistics>
      </hivemq>
      """;

  @TempDir static Path folder;
  private static EmbeddedHiveMQ hiveMq;
  private static BrokerAddress address;
  private static Path home;

  @BeforeAll
  static void start() throws Exception {
    Path extensions = Files.createDirectories(folder.resolve("extensions"));
    unpack(Path.of(System.getProperty("edgeveil.extension.zip")), extensions);
    home = extensions.resolve("edgeveil-access");
    Accounts unused = enrolAll(folder);
    Files.copy(
        folder.resolve("accounts"), home.resolve("accounts"), StandardCopyOption.COPY_ATTRIBUTES);
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Path configuration = Files.createDirectories(folder.resolve("conf"));
    Files.writeString(configuration.resolve("config.xml"), CONFIGURATION.formatted(port));
    hiveMq =
        EmbeddedHiveMQ.builder()
            .withConfigurationFolder(configuration)
            .withDataFolder(Files.createDirectories(folder.resolve("data")))
            .withExtensionsFolder(extensions)
            .withoutLoggingBootstrap()
            .build();
    hiveMq.start().get(60, TimeUnit.SECONDS);
    address = new BrokerAddress("127.0.0.1", port);
  }

  @AfterAll
  static void stop() throws Exception {
    hiveMq.close();
  }

  private static void unpack(Path zip, Path into) throws Exception {
    try (ZipFile file = new ZipFile(zip.toFile())) {
      for (ZipEntry entry : file.stream().filter(e -> !e.isDirectory()).toList()) {
        Path target = into.resolve(entry.getName());
        Files.createDirectories(target.getParent());
        try (InputStream content = file.getInputStream(entry)) {
          Files.copy(content, target);
        }
      }
    }
  }

  @Override
  ConnectionSettings settings(String identity) {
    return identity.equals("anonymous")
        ? ConnectionSettings.to(address, "cam-1")
        : TestBroker.settings(identity, address);
  }

  @Override
  String outcome(String plain, String tls, String mosquitto) {
    return plain;
  }

  /** In HiveMQ's own process nothing of ours is there but the jar, and here everything is. */
  @Test
  void theJarLacksNothingThatHiveMqDoesNotOffer() throws Exception {
    URL jar = home.resolve("edgeveil-access.jar").toUri().toURL();
    ClassLoader offered =
        new ClassLoader(ClassLoader.getPlatformClassLoader()) {
          @Override
          protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (name.startsWith("com.hivemq.extension.sdk.api.")
                || name.startsWith("org.slf4j.")
                || name.startsWith("com.codahale.metrics.")) {
              return ExtensionAccessIT.class.getClassLoader().loadClass(name);
            }
            throw new ClassNotFoundException(name);
          }
        };
    try (URLClassLoader alone = new URLClassLoader(new URL[] {jar}, offered)) {
      Class<?> accounts = alone.loadClass("io.edgeveil.broker.Accounts");
      Object file = accounts.getMethod("at", Path.class).invoke(null, home.resolve("accounts"));
      Object proved =
          accounts
              .getMethod("verify", String.class, byte[].class)
              .invoke(file, "cam-1", TestBroker.secret("cam-1"));
      assertThat(proved).hasToString("Optional[Account[name=cam-1, role=DEVICE]]");
      for (String name :
          List.of("AccessExtension", "AccountAuthenticator", "Admissions", "QuotaGuard")) {
        Class<?> ours = Class.forName("io.edgeveil.broker." + name, true, alone);
        assertThat(ours.getDeclaredMethods()).isNotEmpty(); // resolves all types in signatures
      }
    }
  }
}
