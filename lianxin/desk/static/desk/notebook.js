// Keys and manners of the notebook page. The page works without.
(() => {
  const entry = document.getElementById("entry");
  const text = document.getElementById("id_text");
  let waiting = false; // a newer draft is wanted, but somebody is typing in the old one

  document.addEventListener("keydown", (event) => {
    if (!event.isComposing && event.key === "Enter" && !event.ctrlKey && event.target.matches("#draft input")) event.preventDefault();
  });

  // A draft that arrives while a field of it is being corrected must not take the field away.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const draft = document.getElementById("draft");
    if (event.target !== draft || event.detail.requestConfig.elt !== text) return;
    waiting = draft.contains(document.activeElement);
    if (waiting) event.detail.shouldSwap = false;
    if (waiting) call(new DOMParser().parseFromString(event.detail.serverResponse, "text/html").getElementById("call"));
  });

  // Whom to call first does not wait, is read out once and not with every word, and is brought into sight.
  document.addEventListener("htmx:oobBeforeSwap", (event) => {
    event.detail.shouldSwap = false;
    call(event.detail.fragment);
  });
  function call(fresh) {
    const shown = document.getElementById("call");
    if (shown.textContent.trim() === fresh.textContent.trim()) return;
    shown.replaceChildren(...fresh.children);
    htmx.process(shown);
    if (shown.children.length) shown.scrollIntoView({ block: "nearest" });
    else if (document.activeElement === document.body) text.focus();
  }
  document.addEventListener("focusout", (event) => {
    const draft = document.getElementById("draft");
    if (!waiting || !draft.contains(event.target) || draft.contains(event.relatedTarget)) return;
    waiting = false;
    refresh();
  });

  // The category and the urgency decide whom to call first, the community whose places are known.
  document.addEventListener("change", (event) => {
    if (event.target.closest("#draft") && /(-urgency|-category|-keep|^community)$/.test(event.target.name)) refresh();
  });

  function refresh() {
    htmx.ajax("POST", entry.querySelector("[formaction]").getAttribute("formaction"), {
      source: entry, target: "#draft", swap: "outerHTML", values: htmx.values(entry),
    });
  }
})();
