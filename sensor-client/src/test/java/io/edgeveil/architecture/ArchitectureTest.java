package io.edgeveil.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.lang.reflect.Executable;
import java.text.MessageFormat;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 *
 *
 * <pre>
 *                     core  &lt;- everybody
 *   pads   &lt;- prepare, sensor          broker.client &lt;- gateway, sensor
 *   linear &lt;- prepare, gateway         broker        &lt;- gateway
 *   coap   &lt;- gateway, sensor        command       &lt;- prepare, gateway, sensor
 * </pre>
 */
class ArchitectureTest {
  private static final String ALL = "io.edgeveil..";
  private static final String CLIENT = "io.edgeveil.broker.client..";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.edgeveil");

  private static final DescribedPredicate<JavaClass> BROKER =
      resideInAPackage("io.edgeveil.broker..")
          .and(DescribedPredicate.not(resideInAPackage(CLIENT)))
          .as("the embedded broker");

  @Test
  void everyModuleIsLookedAt() {
    Set<String> modules =
        CLASSES.stream()
            .map(c -> c.getPackageName().split("\\.", -1)[2])
            .collect(Collectors.toSet());
    assertThat(modules)
        .containsExactlyInAnyOrder(
            "core", "command", "coap", "pads", "linear", "prepare", "broker", "gateway", "sensor");
  }

  /** It fails where the root is no mount point, as in a chroot. */
  @Test
  void nobodyLooksForAMountPoint() {
    noClasses()
        .that()
        .resideInAPackage(ALL)
        .should()
        .callMethod(java.nio.file.Files.class, "getFileStore", java.nio.file.Path.class)
        .check(CLASSES);
  }

  @ParameterizedTest
  @CsvSource({
    "core,    ''",
    "command, core",
    "coap,    core",
    "pads,    core",
    "linear,  core",
    "prepare, core command pads linear",
    "gateway, core command coap linear broker",
    "sensor,  core command coap pads broker.client",
  })
  void aModuleUsesOnly(String module, String others) {
    String[] allowed =
        Stream.concat(Stream.of(module), Arrays.stream(others.split(" ")))
            .filter(name -> !name.isEmpty())
            .map(name -> "io.edgeveil." + name + "..")
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage("io.edgeveil." + module + "..")
        .should()
        .dependOnClassesThat(
            resideInAPackage(ALL).and(DescribedPredicate.not(resideInAnyPackage(allowed))))
        .check(CLASSES);
  }

  @Test
  void theBrokersClientKnowsNoBrokerAndTheBrokerNoGateway() {
    noClasses()
        .that()
        .resideInAPackage(CLIENT)
        .should()
        .dependOnClassesThat(
            resideInAPackage(ALL)
                .and(DescribedPredicate.not(resideInAnyPackage(CLIENT, "io.edgeveil.core.."))))
        .check(CLASSES);
    noClasses()
        .that(BROKER)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            CLIENT, "io.edgeveil.gateway..", "io.edgeveil.sensor..", "io.edgeveil.pads..")
        .check(CLASSES);
  }

  @Test
  void nothingThatUnmasksIsWithinTheGatewaysReach() {
    noClasses()
        .that()
        .resideInAPackage("io.edgeveil.gateway..")
        .should()
        .transitivelyDependOnClassesThat()
        .resideInAnyPackage("io.edgeveil.pads..", "io.edgeveil.sensor..", "io.edgeveil.prepare..")
        .check(CLASSES);
  }

  @Test
  void theSensorIsLightAllTheWayDown() {
    noClasses()
        .that()
        .resideInAPackage("io.edgeveil.sensor..")
        .should()
        .transitivelyDependOnClassesThat()
        .resideInAnyPackage(
            "org.nd4j..",
            "org.bytedeco..",
            "com.hivemq..",
            "ai.onnxruntime..",
            "io.edgeveil.linear..",
            "io.edgeveil.gateway..")
        .check(CLASSES);
  }

  @Test
  void transportsDependOnInferenceAndNeverTheReverse() {
    noClasses()
        .that()
        .resideInAPackage("io.edgeveil.sensor.inference..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.edgeveil.sensor.transport..", "io.edgeveil.sensor.app..", "io.edgeveil.broker..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage("io.edgeveil.gateway.serving..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.edgeveil.gateway.mqtt..", "io.edgeveil.gateway.coap..", "io.edgeveil.broker..")
        .check(CLASSES);
  }

  @Test
  void appPackagesOnlyWire() {
    noClasses()
        .that()
        .resideOutsideOfPackage("..app..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.edgeveil.*.app..")
        .check(CLASSES);
  }

  @ParameterizedTest
  @CsvSource({
    "org.eclipse.paho.., io.edgeveil.broker.client..",
    "org.eclipse.californium..,"
        + " io.edgeveil.coap..|io.edgeveil.gateway.coap..|io.edgeveil.sensor.transport..",
    "io.netty..,        " // the broker's is HiveMQ's
        + " io.edgeveil.coap..|io.edgeveil.gateway.coap..|io.edgeveil.sensor.transport..|io.edgeveil.broker",
    "com.hivemq..,       io.edgeveil.broker..",
    "org.bytedeco..,     io.edgeveil.linear..",
    "ai.onnxruntime..,   io.edgeveil.prepare..",
    "com.fasterxml.jackson.dataformat.yaml.., io.edgeveil.command.configuration..",
    "org.bouncycastle.., io.edgeveil.pads..|io.edgeveil.broker..",
  })
  void aLibraryIsNamedInOnePlaceOnly(String library, String places) {
    classes()
        .that()
        .resideOutsideOfPackages(places.split("\\|", -1))
        .should()
        .onlyDependOnClassesThat()
        .resideOutsideOfPackage(library)
        .check(CLASSES);
  }

  /**
   * HotSpot's optimising compiler (seen with JDK 17 and 25) may compare bytes and chars only after
   * what the code writes into them later: a key that is looked at and wiped then passes for zeros.
   */
  @ParameterizedTest
  @ValueSource(classes = {byte[].class, char[].class})
  void arraysAreComparedByWhatIsNotReordered(Class<?> array) {
    noClasses()
        .should()
        .callMethod(Arrays.class, "equals", array, array)
        .orShould()
        .callMethod(Arrays.class, "hashCode", array)
        .because("MessageDigest.isEqual and Arrays.mismatch keep their place")
        .check(CLASSES);
  }

  @Test
  void packagesMakeNoCycles() {
    slices().matching("io.edgeveil.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void packageNamesSayWhatTheyHold() {
    noClasses()
        .should()
        .resideInAnyPackage("..util..", "..common..", "..impl..", "..manager..", "..helper..")
        .check(CLASSES);
  }

  /** Other digits, or another lower case of I, in what a machine reads. */
  @Test
  void nothingIsWrittenAsTheSystemsLanguageHasIt() {
    ArchRule rule =
        noClasses()
            .should()
            .callCodeUnitWhere(
                DescribedPredicate.describe(
                    "it goes by the default locale", ArchitectureTest::goesByDefaultLocale));
    rule.check(CLASSES);
    JavaClasses planted = new ClassFileImporter().importClasses(Planted.class);
    assertThat(rule.evaluate(planted).getFailureReport().getDetails()).hasSize(5);
  }

  /** Whether a method of Java's has a sister that is told the locale, or would need one. */
  private static boolean goesByDefaultLocale(JavaCall<?> call) {
    String owner = call.getTargetOwner().getName();
    if (!owner.startsWith("java.")) {
      return false;
    }
    List<String> given =
        call.getTarget().getRawParameterTypes().stream().map(JavaClass::getName).toList();
    String name = call.getTarget().getName();
    Class<?> type = call.getTargetOwner().reflect();
    Stream<? extends Executable> sisters =
        name.equals(JavaConstructor.CONSTRUCTOR_NAME)
            ? Arrays.stream(type.getConstructors())
            : Arrays.stream(type.getMethods()).filter(method -> method.getName().equals(name));
    return name.equals("formatted")
        || (owner.equals("java.text.MessageFormat") && name.equals("format") && given.size() == 2)
        || (!given.contains(Locale.class.getName())
            && sisters.anyMatch(sister -> given.equals(withoutLocale(sister))));
  }

  /** What is left of the parameters of a method that takes a locale. */
  private static List<String> withoutLocale(Executable method) {
    List<String> parameters =
        new ArrayList<>(Arrays.stream(method.getParameterTypes()).map(Class::getName).toList());
    return parameters.remove(Locale.class.getName()) ? parameters : List.of("no locale");
  }

  /** What the rule must find. */
  private static final class Planted {
    @SuppressWarnings({"unused", "StringCaseLocaleUsage"})
    List<String> texts(int number) {
      return List.of(
          String.format("%d", number),
          "%d".formatted(number),
          "I".toLowerCase(),
          MessageFormat.format("{0}", number),
          DateTimeFormatter.ofPattern("HH").toString());
    }
  }
}
