package dev.gatehouse.plugins.everything;

import dev.gatehouse.spi.Elicitation;
import dev.gatehouse.spi.ElicitationField;
import dev.gatehouse.spi.ElicitationResponse;
import dev.gatehouse.spi.ElicitationSchema;
import dev.gatehouse.spi.Tool;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every kind of field that a form may have. */
public final class FormTools {

  @Tool(name = "test_elicitation_sep1034_defaults", description = "Shows a form that is filled in beforehand.")
  public String defaults(Elicitation elicitation) {
    return describe(elicitation.elicit("form", "Please review and update the form fields with defaults", ElicitationSchema.of(
        ElicitationField.string("name").description("User name").defaultValue("John Doe"),
        ElicitationField.integer("age").description("User age").defaultValue(30),
        ElicitationField.number("score").description("User score").defaultValue(95.5),
        ElicitationField.oneOf("status", List.of("active", "inactive", "pending")).description("User status")
            .defaultValue("active"),
        ElicitationField.bool("verified").description("Verification status").defaultValue(true)).allOptional()));
  }

  @Tool(name = "test_elicitation_sep1330_enums", description = "Shows a form with choices of every kind.")
  public String choices(Elicitation elicitation) {
    List<String> options = List.of("option1", "option2", "option3");
    return describe(elicitation.elicit("form", "Please select options from the enum fields", ElicitationSchema.of(
        ElicitationField.oneOf("untitledSingle", options).description("Select one option"),
        ElicitationField.oneOf("titledSingle", titles("value1", "First Option", "value2", "Second Option", "value3", "Third Option"))
            .description("Select one option with titles"),
        ElicitationField.oneOf("legacyEnum", List.of("opt1", "opt2", "opt3")).description("Select one option (legacy)")
            .with("enumNames", List.of("Option One", "Option Two", "Option Three")),
        ElicitationField.anyOf("untitledMulti", options).description("Select multiple options")
            .with("minItems", 1).with("maxItems", options.size()),
        ElicitationField.anyOf("titledMulti", titles("value1", "First Choice", "value2", "Second Choice", "value3", "Third Choice"))
            .description("Select multiple options with titles"))
        .allOptional()));
  }

  private static String describe(ElicitationResponse answer) {
    return "Elicitation completed: action=" + answer.action().name().toLowerCase(java.util.Locale.ROOT) + ", content=" + answer.content();
  }

  private static Map<String, String> titles(String... pairs) {
    Map<String, String> titles = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      titles.put(pairs[i], pairs[i + 1]);
    }
    return titles;
  }
}
