(() => {
"use strict";
const root = document.documentElement;
const all = (query, from) => [...(from || document).querySelectorAll(query)];
const make = (name, parent) => parent.appendChild(document.createElement(name));

/* Theme: system, light, dark; not stored. */
const themes = ["system", "light", "dark"];
const button = document.getElementById("theme");
let theme = 0;
button.hidden = false;
button.addEventListener("click", () => {
  theme = (theme + 1) % themes.length;
  if (theme) root.dataset.theme = themes[theme]; else delete root.dataset.theme;
  button.textContent = "Theme: " + themes[theme];
});

/* Tables: numbers by data-v, unknown ones last, equal ones in their order. */
const key = (row, column) => {
  const cell = row.cells[column];
  return "v" in cell.dataset ? Number(cell.dataset.v) : cell.textContent;
};
const compare = (a, b, sign) => {
  const kinds = (typeof a === "string") - (typeof b === "string");
  return kinds || (a < b ? -sign : a > b ? sign : 0);
};
all("table[data-sortable]").forEach(table => {
  const heads = all("thead th", table);
  heads.forEach((head, column) => {
    const sorter = document.createElement("button");
    sorter.type = "button";
    sorter.append(...head.childNodes);
    head.append(sorter);
    sorter.addEventListener("click", () => {
      const sign = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
      heads.forEach(other => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", sign > 0 ? "ascending" : "descending");
      const body = table.tBodies[0];
      const rows = [...body.rows].map(row => [key(row, column), row]);
      rows.sort((a, b) => compare(a[0], b[0], sign));
      body.append(...rows.map(row => row[1]));
    });
  });
});

/* Charts: one line at the same time in all charts of a connection. */
const seconds = (time, range) => {
  const digits = range >= 100 ? 1 : range >= 10 ? 2 : range >= 1 ? 3 : range >= 0.1 ? 4 : 6;
  return time.toFixed(digits).replace("-", "\u2212") + "\u202fs";
};
all("section").forEach(section => {
  const plots = all("[data-axes]", section).map(box => {
    const [left, top, width, height, from, to] = box.dataset.axes.split(" ").map(Number);
    const line = make("div", box);
    const label = make("span", line);
    line.className = "cursor";
    line.hidden = true;
    line.style.top = top + "%";
    line.style.height = height + "%";
    return { box, left, width, from, to, line, label };
  });
  const hide = () => plots.forEach(plot => { plot.line.hidden = true; });
  const show = (source, event) => {
    const box = source.box.getBoundingClientRect();
    const place = ((event.clientX - box.left) / box.width * 100 - source.left) / source.width;
    if (!(place >= 0 && place <= 1)) return hide();
    const time = source.from + place * (source.to - source.from);
    plots.forEach(plot => {
      const share = (time - plot.from) / (plot.to - plot.from);
      plot.line.hidden = !(share >= 0 && share <= 1);
      plot.line.style.left = plot.left + share * plot.width + "%";
      plot.label.textContent = seconds(time, plot.to - plot.from);
    });
  };
  plots.forEach(plot => {
    plot.box.addEventListener("pointermove", event => show(plot, event));
    plot.box.addEventListener("pointerleave", hide);
  });
});

/* Contents: the part that is being read. */
const links = new Map(all("nav a").map(link => [link.getAttribute("href").slice(1), link]));
const seen = new Set();
const watch = new IntersectionObserver(entries => {
  entries.forEach(entry => entry.isIntersecting ? seen.add(entry.target.id) : seen.delete(entry.target.id));
  let found = false;
  links.forEach((link, id) => {
    if (!found && seen.has(id)) { link.setAttribute("aria-current", "true"); found = true; }
    else link.removeAttribute("aria-current");
  });
});
all("main > section").forEach(section => watch.observe(section));
})();
