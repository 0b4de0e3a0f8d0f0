package dev.gatehouse.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RevisionTest {

  @Test
  void all_five_are_served_and_told_newest_first() {
    assertThat(Revision.dates()).containsExactly("2026-07-28", "2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05");
  }

  @ParameterizedTest
  @EnumSource
  void each_is_found_by_its_date(Revision revision) {
    assertThat(Revision.of(revision.date())).isSameAs(revision);
    assertThat(revision.since(revision)).isTrue();
    assertThat(revision.isLegacy()).isEqualTo(!revision.date().startsWith("2026"));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "2026-07-29", "2026-07-28 ", "V2026_07_28", "draft"})
  void nothing_else_is_one(String date) {
    assertThat(Revision.of(date)).isNull();
  }

  @Test
  void they_are_in_order() {
    assertThat(Revision.V2025_06_18.since(Revision.V2025_03_26)).isTrue();
    assertThat(Revision.V2025_03_26.since(Revision.V2025_06_18)).isFalse();
  }
}
