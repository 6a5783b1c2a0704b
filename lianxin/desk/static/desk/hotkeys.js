// Keys press or focus what the page marks with them: data-hotkey="g n", "Control+Enter". No key is named here.
(() => {
  const WAIT = 1500; // milliseconds in which the second key of a sequence may follow
  const TYPED_IN = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";
  let begun = "";
  let end;

  document.addEventListener("keydown", (event) => {
    // 229 is a key that an input method takes for itself.
    if (event.isComposing || event.keyCode === 229 || event.defaultPrevented) return;
    if (document.querySelector("dialog[open]")) return;
    const chord = event.ctrlKey || event.altKey || event.metaKey;
    const silent = document.body.dataset.singleKeys === "off" || event.target.matches(TYPED_IN);
    if (!chord && silent) return;
    press(event, begun + name(event, chord));
  });

  // As the table writes it; a letter with Alt may give another sign, the digit's key stays the digit's.
  function name(event, chord) {
    if (!chord) return event.key;
    const key = event.code.startsWith("Digit") ? event.code.slice(5) : event.key;
    const held = { Control: event.ctrlKey, Alt: event.altKey, Meta: event.metaKey, Shift: event.shiftKey };
    return [...Object.keys(held).filter((one) => held[one]), key].join("+");
  }

  function press(event, keys) {
    if (event.key === "Shift") return; // on the way to another sign
    const found = marked(`[data-hotkey="${CSS.escape(keys)}"]`);
    const rows = document.querySelector(`[data-hotkey-next="${CSS.escape(keys)}"], [data-hotkey-previous="${CSS.escape(keys)}"]`);
    wait(document.querySelector(`[data-hotkey^="${CSS.escape(keys)} "]`) ? `${keys} ` : "");
    if (!found && !rows) return;
    event.preventDefault();
    if (rows) move(rows.dataset.hotkeyNext === keys ? 1 : -1);
    else if (found.matches(TYPED_IN)) found.focus();
    else found.click();
  }

  function wait(keys) {
    clearTimeout(end);
    begun = keys;
    end = setTimeout(() => (begun = ""), WAIT);
  }

  // What can be seen; of several cards, the one that is being worked on.
  function marked(selector) {
    const seen = [...document.querySelectorAll(selector)].filter((one) => one.getClientRects().length);
    const card = document.activeElement.closest("[data-card]");
    return seen.find((one) => card && card.contains(one)) || seen[0];
  }

  // Enter opens the link that has the focus: that is the browser's own key.
  function move(by) {
    const rows = [...document.querySelectorAll("[data-hotkey-next] > li")];
    const here = rows.findIndex((row) => row.contains(document.activeElement));
    const row = rows[here < 0 ? 0 : Math.min(Math.max(here + by, 0), rows.length - 1)];
    row?.querySelector("a[href]").focus();
  }

  // The help is a page; with scripts it opens where one stands.
  document.addEventListener("click", (event) => {
    const help = document.getElementById("hotkeys");
    if (!help || !event.target.closest("[data-opens-help]")) return;
    event.preventDefault();
    help.showModal();
  });
})();
