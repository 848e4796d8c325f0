package io.edgeveil.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Whatever holds an array holds a secret, as far as this test is concerned: no text is made of one.
 * {@code toString} hands no array of numbers to anybody (it may tell a length); no exception and no
 * record has one; and nobody prints arrays, but for the reader of ONNX files, which prints shapes.
 */
class SecretsInTextTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.edgeveil");

  private static boolean isArrayOfNumbers(JavaClass type) {
    return type.isArray() && type.getBaseComponentType().isPrimitive();
  }

  private static List<JavaField> arrays(JavaClass type) {
    return type.getAllFields().stream()
        .filter(field -> field.getOwner().getPackageName().startsWith("io.edgeveil"))
        .filter(field -> field.getRawType().isArray())
        .toList();
  }

  @Test
  void noTextOfAnObjectTellsItsArrays() {
    List<String> faults = new ArrayList<>();
    int holders = 0;
    for (JavaClass type : CLASSES) {
      if (arrays(type).isEmpty()) {
        continue;
      }
      holders++;
      if (type.isAssignableTo(Throwable.class) || type.isRecord()) {
        faults.add(type.getName() + " is an exception or a record and has an array");
      }
      for (JavaCodeUnit method : type.getCodeUnits()) {
        if (method.getName().equals("toString")) {
          method.getCallsFromSelf().stream()
              .filter(
                  call ->
                      call.getTarget().getRawParameterTypes().stream()
                          .anyMatch(SecretsInTextTest::isArrayOfNumbers))
              .forEach(call -> faults.add(call.getDescription()));
        }
      }
    }
    assertThat(faults).isEmpty();
    assertThat(holders).as("it looks at something").isGreaterThan(20);
  }

  @Test
  void nobodyMakesATextOfAnArray() {
    List<String> faults = new ArrayList<>();
    for (JavaClass type : CLASSES) {
      if (type.getPackageName().equals("io.edgeveil.prepare.onnx")) {
        continue;
      }
      type.getMethodCallsFromSelf().stream()
          .filter(
              call ->
                  call.getTargetOwner().isEquivalentTo(Arrays.class)
                      && Set.of("toString", "deepToString").contains(call.getName()))
          .forEach(call -> faults.add(call.getDescription()));
    }
    assertThat(faults).isEmpty();
  }
}
