// Keys that somebody pastes. Only their ids stay: what a field holds goes into the address, which is kept and shown to others.

/** A text with each whole key in it cut to its id. */
export const withoutKeys = text => text.replace(/gth_([0-9a-z]{12})\w*/gi, '$1');

/** Whether a text looks like a key, or like a part of a key's secret. */
export const isSecret = text => /gth_|[0-9a-f]{32}/i.test(text);

/** The id that a field for one holds. */
export const idOf = text => withoutKeys(text).trim();

/** Cuts keys in all fields, before the fields' own listeners see them. */
export function cutKeys() {
  document.addEventListener('input', ({ target }) => {
    const cut = withoutKeys(target.value ?? '');
    if (cut !== target.value) target.value = cut;
  }, true);
}
