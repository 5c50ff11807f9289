/* The situation map's own layers over Leaflet. Whatever people wrote is put into the page as text, never as
   markup. The data stands in the page as JSON (console/situation/gathering.py says what is in it). */
var gridSituation = (function () {
  "use strict";
  const MILLION = 1e6;
  const LIGHTS = ["none", "green", "amber", "red"];
  const COLOURS = { none: "#5E6876", green: "#14724F", amber: "#8A5A00", red: "#B92B25" };
  const SHADES = ["#D6E6FA", "#A9CBF3", "#74A9E8", "#3F83D8", "#1560C8", "#0D4391"];
  const SIDE = { none: 4, green: 5, amber: 5.5, red: 6 };
  const MOST_HERE = 60;

  let held = null;
  let map = null;
  const on = { none: true, green: true, amber: true, red: true };
  const grounds = new Map();
  const ticketLayers = [];
  const fills = [];
  let legend = null;

  function data() {
    if (held === null) {
      held = JSON.parse(document.getElementById("situation-data").textContent);
      for (const ground of held.grounds) grounds.set(ground.key, opened(ground));
    }
    return held;
  }

  function said(key, values) {
    return data().said[key].replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
  }

  function node(tag, name, text) {
    const made = document.createElement(tag);
    if (name) made.className = name;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  function count(numbers) {
    return numbers.reduce((sum, n) => sum + n, 0);
  }

  function grouped(n) {
    return String(n).replace(/\B(?=(\d{3})+$)/g, ",");
  }

  // --- areas ---------------------------------------------------------------------------------------------
  function opened(ground) {
    const places = ground.places.map(([code, name, counts, unplaced, at, packed]) => {
      const rings = packed.map((way) => {
        const ring = [];
        let x = 0, y = 0;
        for (let i = 0; i < way.length; i += 2) {
          x += way[i];
          y += way[i + 1];
          ring.push([y / MILLION, x / MILLION]);
        }
        return ring;
      });
      let west = 180, south = 90, east = -180, north = -90;
      for (const ring of rings) for (const [lat, lon] of ring) {
        west = Math.min(west, lon); east = Math.max(east, lon);
        south = Math.min(south, lat); north = Math.max(north, lat);
      }
      return { code, name, counts, total: count(counts), unplaced, at, rings, box: [west, south, east, north] };
    });
    return { ...ground, places };
  }

  function holds(place, lat, lon) {
    const [west, south, east, north] = place.box;
    if (lon < west || lon > east || lat < south || lat > north) return false;
    let inside = false;
    for (const ring of place.rings) {
      for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
        const [yi, xi] = ring[i], [yj, xj] = ring[j];
        if ((yi > lat) !== (yj > lat) && lon < ((xj - xi) * (lat - yi)) / (yj - yi) + xi) inside = !inside;
      }
    }
    return inside;
  }

  function step(ground, total) {
    if (total === 0) return -1;
    let n = 0;
    while (n < ground.steps.length && total > ground.steps[n]) n++;
    return n;
  }

  function shade(ground, total) {
    const n = step(ground, total);
    if (n < 0) return "#F8FAFC";
    const spread = ground.steps.length === 0 ? 2 : (n * (SHADES.length - 1)) / ground.steps.length;
    return SHADES[Math.round(spread)];
  }

  const BORDERS = [
    { weight: 0.6, color: "#96A3B4" }, { weight: 1.6, color: "#4D5868" }, { weight: 2.4, color: "#1B2430" },
  ];

  function areas(level, kind) {
    const ground = (data(), grounds.get(level));
    const rank = Math.max(held.grounds.findIndex((g) => g.key === level), 0);
    const layer = L.layerGroup();
    layer.kind = kind;
    layer.ground = ground;
    if (kind === "names") {
      for (const place of ground.places) {
        if (place.at === null) continue;
        const label = node("span", "", place.name);
        const icon = L.divIcon({ className: "area-name", html: label, iconSize: [0, 0] });
        layer.addLayer(L.marker([place.at[1] / MILLION, place.at[0] / MILLION],
          { icon, interactive: false, keyboard: false, pane: "names" }));
      }
      const apart = () => keepApart(layer);
      layer.on("add", () => { map.on("zoomend", apart); apart(); });
      layer.on("remove", () => map.off("zoomend", apart));
      return layer;
    }
    const fill = kind === "fill";
    const renderer = fill ? renderers.fill : renderers.border;
    for (const place of ground.places) {
      layer.addLayer(L.polygon(place.rings, {
        renderer, interactive: false, smoothFactor: rank === 0 ? 1 : 0.7,
        stroke: !fill, ...BORDERS[Math.min(rank, 2)],
        fill, fillColor: shade(ground, place.total), fillOpacity: 0.85,
      }));
    }
    if (fill) {
      fills.push(layer);
      layer.on("add", () => {
        // Two fills over each other would be read as one.
        setTimeout(() => {
          for (const other of fills) if (other !== layer && map.hasLayer(other)) map.removeLayer(other);
        });
      });
      layer.on("add remove", () => setTimeout(drawLegend));
    }
    return layer;
  }

  // Of names that would lie over each other the first stands; closer in the others come.
  function keepApart(layer) {
    const standing = [];
    for (const marker of layer.getLayers()) {
      const text = marker.getElement().firstElementChild;
      const { left, right, top, bottom } = text.getBoundingClientRect();
      const covered = standing.some((s) => left < s.right && right > s.left && top < s.bottom && bottom > s.top);
      text.style.visibility = covered ? "hidden" : "";
      if (!covered) standing.push({ left, right, top, bottom });
    }
  }

  function groundShown() {
    const shown = fills.find((layer) => map.hasLayer(layer));
    return shown ? shown.ground : null;
  }

  // --- tickets -------------------------------------------------------------------------------------------
  L.Canvas.include({
    _drawLight: function (mark) {
      if (!this._drawing || mark._empty()) return;
      const ctx = this._ctx, x = mark._point.x, y = mark._point.y, r = mark._radius;
      ctx.beginPath();
      if (mark.light === "amber") {
        const d = r * 1.15;
        ctx.moveTo(x, y - d); ctx.lineTo(x + d, y); ctx.lineTo(x, y + d); ctx.lineTo(x - d, y);
      } else if (mark.light === "red") {
        const w = r * 1.15;
        ctx.moveTo(x, y - r); ctx.lineTo(x + w, y + r * 0.9); ctx.lineTo(x - w, y + r * 0.9);
      } else {
        ctx.arc(x, y, r, 0, 2 * Math.PI);
      }
      ctx.closePath();
      this._fillStroke(ctx, mark);
    },
  });
  const Mark = L.CircleMarker.extend({
    _updatePath: function () { this._renderer._drawLight(this); },
  });
  let renderers = null;

  function markOf(n) {
    const t = held.tickets, light = LIGHTS[t.light[n]], hollow = light === "none";
    const mark = new Mark([t.lat[n] / MILLION, t.lon[n] / MILLION], {
      renderer: renderers.tickets, radius: SIDE[light], bubblingMouseEvents: false,
      weight: hollow ? 1.5 : 1, color: hollow ? COLOURS.none : "#FFFFFF",
      fillColor: hollow ? "#FFFFFF" : COLOURS[light], fillOpacity: 1, pane: "tickets",
    });
    mark.light = light;
    mark.n = n;
    return mark;
  }

  function worst(marks) {
    return LIGHTS[marks.reduce((most, mark) => Math.max(most, LIGHTS.indexOf(mark.light)), 0)];
  }

  function groupIcon(cluster) {
    const marks = cluster.getAllChildMarkers(), light = worst(marks);
    const box = node("div", "group " + light);
    const most = marks.filter((mark) => mark.light === light).length;
    box.append(sign(light, 11));
    // How many of them stand that badly, then all: one past its limit does not make a hundred late.
    if (most < marks.length) box.append(node("span", "worst", grouped(most)));
    box.append(node("span", "all", grouped(marks.length)));
    return L.divIcon({ html: box, className: "group-at", iconSize: [0, 0] });
  }

  function tickets(kind) {
    data();
    const layer = kind === "grouped"
      ? L.markerClusterGroup({
          iconCreateFunction: groupIcon, showCoverageOnHover: false, maxClusterRadius: 80, animate: false,
          spiderLegPolylineOptions: { weight: 1, color: "#4D5868" }, chunkedLoading: false,
        })
      : L.layerGroup();
    if (kind === "hidden") return layer;
    let marks = null;
    layer.fill = function () {
      if (marks === null) {
        const t = held.tickets;
        marks = LIGHTS.map(() => []);
        for (let n = 0; n < t.lon.length; n++) if (t.lon[n] !== null) marks[t.light[n]].push(markOf(n));
      }
      layer.clearLayers();
      // The worst light comes last and lies on top.
      const shown = marks.filter((_, n) => on[LIGHTS[n]]).flat();
      if (kind === "grouped") layer.addLayers(shown);
      else for (const mark of shown) layer.addLayer(mark);
    };
    // Filled when it is first shown: thousands of marks that nobody looks at cost nothing.
    const add = layer.onAdd;
    layer.onAdd = function (shownOn) {
      const answer = add.call(this, shownOn);
      layer.fill();
      return answer;
    };
    ticketLayers.push(layer);
    return layer;
  }

  // --- what is said of a ticket, and of an area ------------------------------------------------------------
  function moment(minutes) {
    const at = new Date((minutes + held.utc_offset) * 60000);
    const two = (n) => String(n).padStart(2, "0");
    return at.getUTCFullYear() + "-" + two(at.getUTCMonth() + 1) + "-" + two(at.getUTCDate()) + " " +
      two(at.getUTCHours()) + ":" + two(at.getUTCMinutes());
  }

  function card(n) {
    const t = held.tickets, light = LIGHTS[t.light[n]], box = node("section", "card");
    const head = node("h2");
    head.append(sign(light, 12), node("span", "number", t.number[n]), node("span", "light", held.said[light]));
    const facts = node("dl");
    const fact = (key, text) => {
      if (text) facts.append(node("dt", "", held.said[key]), node("dd", key, text));
    };
    fact("item", t.items[t.item[n]] || held.said.no_item);
    fact("state", t.states[t.state[n]]);
    fact("unit", t.units[t.unit[n]] || held.said.no_unit);
    fact("area", t.areas[t.area[n]]);
    fact("due", t.due[n] === null ? held.said.no_due : moment(t.due[n]));
    fact("words", t.words[n]);
    box.append(head, facts);
    return box;
  }

  function openHere(n) {
    const t = held.tickets, here = [];
    for (let m = 0; m < t.lon.length; m++) {
      if (t.lon[m] === t.lon[n] && t.lat[m] === t.lat[n] && on[LIGHTS[t.light[m]]]) here.push(m);
    }
    here.sort((a, b) => t.light[b] - t.light[a] || (a === n ? -1 : b === n ? 1 : a - b));
    const box = node("div", "cards");
    if (here.length > 1) box.append(node("p", "here", said("here", { n: grouped(here.length) })));
    for (const m of here.slice(0, MOST_HERE)) box.append(card(m));
    if (here.length > MOST_HERE) box.append(node("p", "here", said("more", { n: here.length - MOST_HERE })));
    popup([t.lat[n] / MILLION, t.lon[n] / MILLION], box);
  }

  function popup(at, box) {
    const shown = L.popup({ maxWidth: 340, minWidth: 240, maxHeight: 320, closeButton: true });
    shown.setLatLng(at).setContent(box).openOn(map);
    const close = shown.getElement().querySelector(".leaflet-popup-close-button");
    if (close) close.setAttribute("aria-label", held.said.close);
  }

  function lines(place, ground) {
    const box = node("div", "place");
    box.append(node("strong", "", place.name), node("span", "level", ground.name));
    const row = node("p", "counts");
    for (const light of LIGHTS.slice().reverse()) {
      const n = place.counts[LIGHTS.indexOf(light)];
      if (n === 0) continue;
      const one = node("span");
      one.append(sign(light, 10), node("b", "", grouped(n)));
      row.append(one);
    }
    box.append(node("p", "total", said("tickets", { n: grouped(place.total) })));
    if (place.total) box.append(row);
    if (place.unplaced) box.append(node("p", "unplaced", said("unplaced", { n: grouped(place.unplaced) })));
    return box;
  }

  function placeAt(at) {
    const ground = groundShown() || grounds.get((held.grounds[0] || {}).key);
    if (!ground) return null;
    const place = ground.places.find((one) => holds(one, at.lat, at.lng));
    return place ? { place, ground } : null;
  }

  // --- legend ----------------------------------------------------------------------------------------------
  function sign(light, size) {
    const space = "http://www.w3.org/2000/svg";
    const made = document.createElementNS(space, "svg");
    made.setAttribute("viewBox", "-7 -7 14 14");
    made.setAttribute("width", size);
    made.setAttribute("height", size);
    made.setAttribute("aria-hidden", "true");
    const shape = document.createElementNS(space, light === "amber" || light === "red" ? "polygon" : "circle");
    if (light === "amber") shape.setAttribute("points", "0,-6.5 6.5,0 0,6.5 -6.5,0");
    else if (light === "red") shape.setAttribute("points", "0,-6 6.8,5.6 -6.8,5.6");
    else shape.setAttribute("r", light === "none" ? 4.6 : 5.6);
    shape.setAttribute("fill", light === "none" ? "#FFFFFF" : COLOURS[light]);
    if (light === "none") { shape.setAttribute("stroke", COLOURS.none); shape.setAttribute("stroke-width", 1.8); }
    made.append(shape);
    return made;
  }

  function lightRow(light) {
    const row = node("label", "light-row " + light);
    const box = node("input");
    box.type = "checkbox";
    box.checked = on[light];
    box.dataset.light = light;
    box.addEventListener("change", () => {
      on[light] = box.checked;
      for (const layer of ticketLayers) if (map.hasLayer(layer)) layer.fill();
      map.closePopup();
    });
    const n = node("b", "count", grouped(held.counts[LIGHTS.indexOf(light)]));
    n.dataset.count = light;
    row.append(box, sign(light, 12), node("span", "", held.said[light]), n);
    return row;
  }

  function drawLegend() {
    if (legend === null) return;
    const old = legend.querySelector(".steps");
    const box = node("div", "steps");
    const ground = groundShown();
    if (ground) {
      const key = held.all_open ? "open_in" : "count_in";
      box.append(node("h3", "", said(key, { level: ground.name })));
      const tops = ground.steps, entries = [["0", 0]];
      let from = 1;
      for (const top of tops) {
        entries.push([from === top ? String(top) : from + "–" + top, top]);
        from = top + 1;
      }
      const most = Math.max(0, ...ground.places.map((place) => place.total));
      if (most >= from) entries.push([most === from ? String(from) : from + "–" + most, most]);
      for (const [text, total] of entries) {
        const row = node("p", "step"), patch = node("i");
        patch.style.background = shade(ground, total);
        row.append(patch, node("span", "", text));
        box.append(row);
      }
      if (ground.schematic) box.append(node("p", "note", said("schematic", { level: ground.name })));
    } else if (held.grounds.length === 0) {
      box.append(node("p", "note", held.said.no_outlines));
    }
    if (old) old.replaceWith(box); else legend.append(box);
  }

  function makeLegend() {
    const control = L.control({ position: "bottomleft" });
    control.onAdd = () => {
      legend = node("div", "legend leaflet-control");
      legend.setAttribute("aria-label", held.said.lights);
      legend.append(node("h3", "", held.said.lights));
      for (const light of LIGHTS.slice().reverse()) legend.append(lightRow(light));
      const placed = node("p", "note", said("placed", { n: grouped(held.placed) }));
      placed.dataset.placed = held.placed;
      legend.append(placed);
      const without = count(held.counts) - held.placed;
      if (without) legend.append(node("p", "note", said("unplaced", { n: grouped(without) })));
      if (held.nowhere) legend.append(node("p", "note", said("nowhere", { n: grouped(held.nowhere) })));
      drawLegend();
      const foot = node("details", "foot");
      foot.append(node("summary", "", held.said.parts));
      foot.append(document.getElementById("licences").content.cloneNode(true));
      legend.append(node("p", "note", held.said.personal), foot);
      L.DomEvent.disableClickPropagation(legend).disableScrollPropagation(legend);
      return legend;
    };
    control.addTo(map);
  }

  // --- the map ---------------------------------------------------------------------------------------------
  function begin(made) {
    map = made;
    data();
    for (const [name, z] of [["fills", 390], ["borders", 400], ["tickets", 420], ["names", 430]]) {
      map.createPane(name).style.zIndex = z;
    }
    for (const name of ["fills", "borders", "names"]) map.getPane(name).style.pointerEvents = "none";
    renderers = {
      fill: L.canvas({ pane: "fills", padding: 0.3 }),
      border: L.canvas({ pane: "borders", padding: 0.3 }),
      tickets: L.canvas({ pane: "tickets", padding: 0.3, tolerance: 4 }),
    };
    const [west, south, east, north] = held.bounds;
    map.fitBounds([[south, west], [north, east]], { paddingTopLeft: [230, 8], paddingBottomRight: [230, 8], animate: false });
    L.control.zoom({ position: "topleft", zoomInTitle: held.said.zoom_in, zoomOutTitle: held.said.zoom_out }).addTo(map);
    L.control.scale({ imperial: false, position: "bottomright" }).addTo(map);
    makeLegend();
    const tip = L.tooltip({ sticky: true, direction: "right", offset: [14, 0], className: "tip" });
    let last = "";
    map.on("mousemove", (event) => {
      const found = placeAt(event.latlng);
      if (!found) { map.closeTooltip(tip); last = ""; return; }
      const key = found.ground.key + found.place.code;
      if (key !== last) { tip.setContent(lines(found.place, found.ground)); last = key; }
      tip.setLatLng(event.latlng);
      if (!map.hasLayer(tip)) map.openTooltip(tip);
    });
    map.on("mouseout", () => { map.closeTooltip(tip); last = ""; });
    map.on("click", (event) => {
      const found = placeAt(event.latlng);
      if (found) popup(event.latlng, lines(found.place, found.ground));
    });
    map.on("layeradd", (event) => { if (event.layer instanceof Mark) event.layer.on("click", heard); });
    map.on("layerremove", (event) => { if (event.layer instanceof Mark) event.layer.off("click", heard); });
  }

  function heard(event) {
    L.DomEvent.stopPropagation(event);
    openHere(event.target.n);
  }

  return { areas, begin, tickets, opened: () => map };
})();
