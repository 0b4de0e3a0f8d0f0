/** What an idle host costs, how it starts, and what grows with tenants, keys, tools and streams: {@code src/bench/growth}. */
package dev.gatehouse.bench.growth;
