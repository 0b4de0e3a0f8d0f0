package dev.gatehouse.record;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What patterns grant beyond a ceiling. */
class PatternCoverTest {

  @ParameterizedTest
  @CsvSource({"add,add", "add,*", "add sub,a* s*", "math_*,math_*", "math_a*,math_*", "a*b*c,a*c", "*,*", "@readOnly,*",
      "@readOnly,@readOnly",
      "add,@readOnly", "'* !secret*','* !secret*'", "'* !*','* !secret_a*'", "'a* !ab*','* !abc'", "add,'* !sub'", "a*,'* !b*'"})
  void what_the_ceiling_covers_is_not_beyond_it(String patterns, String ceiling) {
    assertThat(Patterns.tools(patterns).beyond(Patterns.tools(ceiling))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"add,sub,add", "*,a*,*", "'add sub',add,sub", "a*c,a*b*c,a*c", "*,@readOnly,*", "@readOnly,a*,@readOnly", "*,'* !secret',*",
      "'* !secret','* !secret*',*", "a*,'* !*z',a*", "'@readOnly','* !add',@readOnly", "add,'','add'", "a*c,'* !*b*',a*c",
      "add,'* !@readOnly',add"})
  void what_it_does_not_is(String patterns, String ceiling, String beyond) {
    assertThat(Patterns.tools(patterns).beyond(Patterns.tools(ceiling))).containsExactly(beyond);
  }

  @ParameterizedTest
  @CsvSource({"doc:///a*,doc:///*", "DOC:///%61,doc:///a"})
  void resources_are_compared_normalised(String patterns, String ceiling) {
    assertThat(Patterns.resources(patterns).beyond(Patterns.resources(ceiling))).isEmpty();
  }
}
