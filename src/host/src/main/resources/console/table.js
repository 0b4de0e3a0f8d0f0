// Tables, by Tabulator: sorted by a click or by Enter on a heading, and folded on narrow screens. Cells are elements that the views make.
import { TabulatorFull as Tabulator } from './lib/tabulator.js';
import { h } from './dom.js';

/** What is folded away on a narrow screen, as a small table; the library's own would take texts for markup. */
function folded(fields) {
  const shown = fields.filter(({ title, value }) => title && value !== undefined && value !== '');
  return shown.length === 0 ? '' : h('table', {}, shown.map(({ title, value }) => h('tr', {}, h('th', { scope: 'row' }, title), h('td', {}, value))));
}

/**
 * A table.
 *
 * @param columns `{ title, field, cell, grow, width, number, keep }`: `cell` makes what is shown from the row, `keep` is how long it stays
 *     on narrow screens, 0 for always
 * @param nothing what is shown while there are no rows
 */
export function table(signal, label, columns, { index = 'id', nothing }) {
  const box = h('div', { 'aria-label': label });
  let ready;
  const made = new Promise(done => { ready = done; });
  let grid;
  let waiting;

  const column = ({ title, field, cell, grow, width, number, keep = 1, sort = true }) => ({
    title, field, widthGrow: grow ?? 1, minWidth: width ?? 90, responsive: keep, headerSort: sort, hozAlign: number ? 'right' : 'left', headerHozAlign: number ? 'right' : 'left',
    sorter: number ? 'number' : 'string', cssClass: number ? 'num-cell' : '', resizable: false,
    formatter: it => { const value = cell ? cell(it.getRow().getData()) : it.getValue(); return value instanceof Node ? value : document.createTextNode(value ?? '–'); },
  });

  function build() {
    grid = new Tabulator(box, {
      index, data: waiting ?? [], layout: 'fitColumns', renderVertical: 'basic', responsiveLayout: 'collapse', responsiveLayoutCollapseStartOpen: false,
      responsiveLayoutCollapseFormatter: folded, placeholder: nothing ?? h('span'), selectableRows: false,
      rowFormatter: unfold,
      columns: [{ formatter: 'responsiveCollapse', width: 36, minWidth: 36, headerSort: false, resizable: false, responsive: 0, title: '' }, ...columns.map(column)],
    });
    grid.on('tableBuilt', () => { keyboard(); ready(grid); });
  }

  /** Headings that sort can be reached and used without a mouse. */
  function keyboard() {
    for (const heading of box.querySelectorAll('.tabulator-sortable')) {
      heading.tabIndex = 0;
      heading.addEventListener('keydown', event => {
        if (event.key === 'Enter' || event.key === ' ') { event.preventDefault(); heading.click(); }
      });
    }
  }

  /** What is folded away, too. */
  function unfold(row) {
    const toggle = row.getElement().querySelector('.tabulator-responsive-collapse-toggle');
    if (!toggle || toggle.tabIndex === 0) return;
    Object.assign(toggle, { tabIndex: 0, role: 'button', ariaLabel: 'More of this row', ariaExpanded: String(toggle.classList.contains('open')) });
    // Before the library's own listener, which lets no other one hear the click.
    toggle.addEventListener('click', () => { toggle.ariaExpanded = String(!toggle.classList.contains('open')); }, { capture: true });
    toggle.addEventListener('keydown', event => {
      if (event.key === 'Enter' || event.key === ' ') { event.preventDefault(); toggle.click(); }
    });
  }

  signal.addEventListener('abort', () => grid?.destroy());
  queueMicrotask(() => { if (!signal.aborted) build(); });
  return {
    element: box,
    /** Shows these rows instead of those that are there. */
    async show(rows) {
      waiting = rows;
      const it = await made;
      if (!signal.aborted) await it.replaceData(rows);
    },
    /** Puts rows in front of those that are there, which stay as they are, and drops the last beyond so many. */
    async prepend(rows, most) {
      const it = await made;
      if (signal.aborted) return;
      // The library keeps their order in front of the others; a copy, since it reverses the list.
      await it.addData([...rows], true);
      const beyond = it.getRows().slice(most);
      if (beyond.length > 0) await it.deleteRow(beyond);
    },
  };
}
