"use strict";
// Drops go into the file field, whose change htmx sends; each open page tells the server that it is there.
(() => {
  const number = Array.from(crypto.getRandomValues(new Uint32Array(2))).join("");
  const tell = (path) => navigator.sendBeacon(path, number);
  tell("/here");
  setInterval(() => tell("/here"), 60000);
  addEventListener("pageshow", (event) => { if (event.persisted) tell("/here"); });
  addEventListener("pagehide", () => tell("/gone"));

  const drop = document.getElementById("drop");
  const over = (event) => {
    if (!event.dataTransfer || !Array.from(event.dataTransfer.types).includes("Files")) return;
    event.preventDefault();  // elsewhere on the page the browser would open the file and leave
    if (drop) drop.classList.toggle("over", event.type === "dragover");
  };
  addEventListener("dragover", over);
  addEventListener("dragleave", over);
  addEventListener("drop", (event) => {
    over(event);
    if (!drop || !event.dataTransfer.files.length) return;
    const chosen = document.getElementById("chosen");
    chosen.files = event.dataTransfer.files;
    chosen.dispatchEvent(new Event("change", { bubbles: true }));
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.xhr.status) document.getElementById("lost").hidden = true;
    if (event.target.id === "drop") event.target.reset();  // the same file may be dropped again
  });
  document.addEventListener("htmx:sendError", () => { document.getElementById("lost").hidden = false; });
  // What is folded open stays so when its part of the page is asked for anew.
  const open = new Set();
  const rowOf = (details) => { const row = details.closest("article"); return row ? row.querySelector("h2").textContent : ""; };
  const key = (details) => details.querySelector("summary").textContent + (rowOf(details));
  document.addEventListener("toggle", (event) => {
    if (event.target.tagName !== "DETAILS") return;
    open[event.target.open ? "add" : "delete"](key(event.target));
  }, true);
  document.addEventListener("htmx:afterSettle", () => {
    document.querySelectorAll("details:not([open])").forEach((details) => { if (open.has(key(details))) details.open = true; });
  });
})();
