// Charts over time, by uPlot. Lines differ by colour and by dashes.
import uPlot from './lib/uplot.js';
import { h } from './dom.js';

const dark = matchMedia('(prefers-color-scheme: dark)');
const colour = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** The samples with nothing beside them: no line shows where they are, so each is drawn as a point. */
const lone = ({ data }, at) => data[at].flatMap((value, i, all) => (value ?? null) !== null && (all[i - 1] ?? null) === null && (all[i + 1] ?? null) === null ? [i] : []);

/**
 * A chart.
 *
 * @param signal aborts when the view is left
 * @param lines `{ label, colour, dash, fill }` for each column of the data after the times
 * @param format of a value, for the axis and the legend
 */
export function chart(signal, label, lines, format) {
  const nothing = h('p', { class: 'nothing' }, 'No calls yet');
  const box = h('div', { class: 'chart', role: 'img', 'aria-label': label }, nothing);
  let plot;
  let data = [[], ...lines.map(() => [])];

  const axis = extra => ({ stroke: colour('--muted'), grid: { stroke: colour('--line'), width: 1 }, ticks: { show: false }, font: '11px system-ui, sans-serif', ...extra });
  const width = () => Math.max(200, box.clientWidth);
  function draw() {
    plot?.destroy();
    plot = new uPlot({
      width: width(), height: 176, cursor: { y: false, points: { size: 6 } },
      legend: { live: true }, padding: [10, 8, 0, 0],
      hooks: { setCursor: [latest] },
      scales: { y: { range: (_, low, high) => [0, Math.max(high ?? 0, 0.001) * 1.15] } },
      axes: [axis({ values: (_, ticks) => ticks.map(ticks.at(-1) - ticks[0] < 300 ? exact : short), space: 80, size: 26 }), axis({ size: 56, values: (_, ticks) => ticks.map(format) })],
      series: [{ value: (_, at) => at ? new Date(at * 1000).toLocaleTimeString() : '–' }, ...lines.map(line => ({
        label: line.label, stroke: colour(line.colour), width: 1.6, dash: line.dash, spanGaps: true, points: { show: false, filter: lone, size: 5, fill: colour(line.colour) },
        fill: line.fill ? `${colour(line.colour)}1c` : undefined, value: (_, value) => value === null || value === undefined ? '–' : format(value),
      }))],
    }, data, box);
  }
  /** The legend tells the last values while no pointer is over the chart. */
  function latest(it) {
    if (it.cursor.idx === null && it.data[0].length > 0) it.setLegend({ idx: it.data[0].length - 1 });
  }
  const exact = seconds => new Date(seconds * 1000).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
  const short = seconds => new Date(seconds * 1000).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

  new ResizeObserver(() => plot && plot.width !== width() && plot.setSize({ width: width(), height: 176 })).observe(box);
  dark.addEventListener('change', () => plot && draw(), { signal });
  signal.addEventListener('abort', () => plot?.destroy());
  return {
    element: box,
    /** @param columns the times, then one array for each line */
    show(columns, summary) {
      data = columns;
      nothing.hidden = columns[0].length > 0;
      box.setAttribute('aria-label', `${label}: ${summary}`);
      if (plot) plot.setData(data);
      else if (box.isConnected) draw();
      if (plot) latest(plot);
    },
  };
}
