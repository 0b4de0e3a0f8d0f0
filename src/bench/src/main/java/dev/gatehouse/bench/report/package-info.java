/** What a run measured, as a table in Markdown and a chart in SVG for the manual. */
package dev.gatehouse.bench.report;
