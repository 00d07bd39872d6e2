(() => {
"use strict";
const root = document.documentElement;
const all = (query, from = document) => [...from.querySelectorAll(query)];
const read = (item, name) => item.getAttribute(name);
const make = (name, parent) => parent.appendChild(document.createElement(name));

/* Theme: system, light, dark; not stored. */
const themes = ["system", "light", "dark"];
const button = document.getElementById("theme");
let theme = 0;
button.hidden = false;
button.onclick = () => {
  theme = (theme + 1) % 3;
  root.dataset.theme = themes[theme];
  button.textContent = "Theme: " + themes[theme];
};

/* Tables: numbers by data-v, unknown ones last, equal ones in their order. */
const key = (row, column) => {
  const cell = row.cells[column];
  return "v" in cell.dataset ? +cell.dataset.v : cell.textContent;
};
const compare = (a, b, sign) => {
  const kinds = (typeof a === "string") - (typeof b === "string");
  return kinds || (a < b ? -sign : a > b ? sign : 0);
};
all("table[data-sortable]").forEach(table => {
  const heads = all("thead th", table);
  heads.forEach((head, column) => {
    const content = [...head.childNodes];
    const sorter = make("button", head);
    sorter.append(...content);
    sorter.onclick = () => {
      const sign = read(head, "aria-sort") === "ascending" ? -1 : 1;
      heads.forEach(other => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", sign > 0 ? "ascending" : "descending");
      const body = table.tBodies[0];
      const rows = [...body.rows].map(row => [key(row, column), row]);
      rows.sort((a, b) => compare(a[0], b[0], sign));
      body.append(...rows.map(row => row[1]));
    };
  });
});

/* Charts of a connection: one line at the same time, with the values of lines there; drag zooms, double click ends it. */
const number = text => +text.replace("\u2212", "-");
const fixed = (value, range) =>
  value.toFixed(Math.max(0, 2 - Math.floor(Math.log10(range)))).replace("-", "\u2212");
const short = value => value.toLocaleString("en", { notation: "compact", maximumSignificantDigits: 4 }).replace("K", "k");

/* Lines of few vertices as points, named by the text of their colour, or as RTT charts call them. */
const linesOf = (svg, areas) => {
  const found = {};
  all("[clip-path] path[fill=none]:not(.mark)", svg).forEach(path => {
    const role = /--[a-z]+/.exec(read(path, "stroke"));
    const text = all("text.name", svg).find(text => read(text, "fill").includes(role));
    let x = 0, y = 0;
    const points = read(path, "d").match(/[MLHV][^A-Z]*/g).map(step => {
      const at = step.slice(1).split(" ").map(Number);
      if (step[0] === "V") y = at[0]; else [x, y = y] = at;
      return [x, y];
    });
    const area = areas.find(area => y > area[1] - 3 && y < area[1] + area[3] + 3);
    /* Of a line and its mean, which have one colour, the mean is drawn last. */
    const rtt = /smoo.*|min.*/.exec(read(path.parentNode, "class"));
    const name = text ? text.textContent.replace(/ [\d.]+$/, "") : rtt && rtt + " (ms)";
    if (name && area && points.length <= 2000) found[name + area] = [points, area, name, text ? 1 : 1e6];
  });
  return Object.values(found);
};

const readPlot = box => {
  const svg = box.querySelector("svg"), { width, height } = svg.viewBox.baseVal;
  const areas = svg.dataset.plot.split(";").map(area => area.replace("linear", 0).replace("log", 1).split(" ").map(Number));
  const [x, y, span, rise, from, to] = areas[0];
  const lines = linesOf(svg, areas);
  const [line, band] = ["cursor", "band"].map(name => {
    const layer = make("div", box);
    layer.className = name;
    layer.hidden = true;
    layer.style = `top:${y / height * 100}%;height:${rise / height * 100}%`;
    return layer;
  });
  const label = make("span", line);
  const ticks = all("text.tick", svg).map(item => ({ item, at: +read(item, "x"), text: item.textContent }))
    .filter(tick => tick.at > x - 1 && tick.at < x + span + 1);
  /* The shown part of the plot, of 0 to 1. */
  let a = 0, b = 1;
  const percent = at => (x + at * span) / width * 100 + "%";

  const zoom = (start = from, stop = to) => {
    const [first, second] = ticks;
    const slope = second && (number(second.text) - number(first.text)) / (second.at - first.at);
    if (!slope) return;
    a = (start - from) / (to - from);
    b = (stop - from) / (to - from);
    const isWhole = start === from && stop === to, scale = 1 / (b - a), shift = x - (x + a * span) * scale;
    line.hidden = true;
    svg.classList.toggle("zoomed", !isWhole);
    all(".panel[id*=-plot] :is(path,rect,circle,text)", svg).forEach(item => {
      if (item.closest(".axes,.grid,.names,clipPath")) return;
      const key = { text: "x", circle: "cx" }[item.localName];
      const old = item.old ||= read(item, key || "d");
      const move = at => isWhole ? at : at * scale + shift;
      if (item.matches(".mark")) item.setAttribute("d", old.replace(/M([^ ]+)/g, (_, at) => "M" + move(+at)));
      else if (!key) item.style = isWhole ? "" : `transform:matrix(${scale},0,0,1,${shift},0);
        clip-path:inset(0 ${width - x - b * span}px 0 ${x + a * span}px) view-box`;
      else if (old >= x && old <= x + span) {
        const at = move(+old);
        item.setAttribute(key, at);
        item.style.display = at < x || at > x + span ? "none" : "";
      }
    });
    ticks.forEach(({ item, at, text }) => {
      const place = x + a * span + (at - x) * (b - a);
      item.textContent = isWhole ? text : fixed(number(first.text) + slope * (place - first.at), slope * span / scale);
    });
  };
  return {
    box, line, band, percent, zoom,
    place: event => {
      const edges = svg.getBoundingClientRect();
      return ((event.clientX - edges.left) / edges.width * width - x) / span;
    },
    time: at => from + (a + at * (b - a)) * (to - from),
    show: now => {
      const whole = (now - from) / (to - from), at = (whole - a) / (b - a);
      line.hidden = !(at >= 0 && at <= 1);
      line.style.left = percent(at);
      label.style.transform = `translateX(${-100 * at}%)`;
      label.textContent = fixed(now, (to - from) * (b - a) / 10) + "\u202fs" + lines.map(([points, area, name, unit]) => {
        const found = points.findLast(point => point[0] <= x + whole * span);
        const [, top, , size, , , low, high, isLog] = area, part = found && (top + size - found[1]) / size;
        return found ? ` \u00b7 ${name} ` + short((isLog ? low * (high / low) ** part : low + part * (high - low)) / unit) : "";
      }).join("");
    },
  };
};
all("section").forEach(section => {
  const plots = all("[data-axes]", section).map(readPlot);
  plots.forEach(plot => {
    const { box, band } = plot;
    let start = -1;
    const reach = event => [start, Math.min(1, Math.max(0, plot.place(event)))].sort((a, b) => a - b);
    box.onpointerleave = () => {
      start = -1;
      band.hidden = true;
      plots.forEach(other => other.line.hidden = true);
    };
    box.onpointerdown = event => {
      const at = plot.place(event);
      if (!event.button && at >= 0 && at <= 1) {
        start = at;
        box.setPointerCapture(event.pointerId);
      }
    };
    box.onpointermove = event => {
      plots.forEach(other => other.show(plot.time(plot.place(event))));
      if (start < 0) return;
      const [a, b] = reach(event).map(plot.percent);
      band.hidden = false;
      band.style.left = a;
      band.style.right = `calc(100% - ${b})`;
    };
    box.onpointerup = event => {
      if (start < 0) return;
      const [a, b] = reach(event);
      start = -1;
      band.hidden = true;
      const from = plot.time(a), to = plot.time(b);
      if (b - a > 0.01) plots.forEach(other => other.zoom(from, to));
    };
    box.ondblclick = () => plots.forEach(other => other.zoom());
  });
});

/* Contents: the part that is being read. */
const links = new Map(all("nav a").map(link => [link.hash.slice(1), link]));
const seen = new Set();
const watch = new IntersectionObserver(entries => {
  entries.forEach(entry => entry.isIntersecting ? seen.add(entry.target.id) : seen.delete(entry.target.id));
  let found = false;
  links.forEach((link, id) => {
    link.ariaCurrent = !found && seen.has(id) || null;
    found ||= seen.has(id);
  });
});
all("section").forEach(section => watch.observe(section));
})();
