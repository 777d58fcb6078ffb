// Draws the briefing screen from data. Every text of the data becomes a text node, never markup; a
// figure that changed fades to its new value in place, the page is not drawn anew.

const FADE = 300

function element(tag, className, parent) {
  const made = document.createElement(tag)
  if (className) made.className = className
  parent.appendChild(made)
  return made
}

function show(node, text) {
  if (node.dataset.said === text) return
  const first = node.dataset.said === undefined
  node.dataset.said = text
  if (first) {
    node.textContent = text
    return
  }
  node.classList.add("fades", "changing")
  setTimeout(() => {
    node.textContent = node.dataset.said
    node.classList.remove("changing")
  }, FADE)
}

function head(root, data) {
  const part = element("header", "head", root)
  const left = element("div", "", part)
  show(element("h1", "", left), data.title)
  show(element("div", "scope", left), data.scope)
  const clock = element("div", "clock", part)
  show(element("div", "label", clock), data.time_label)
  show(element("div", "time", clock), data.time)
}

function flows(root, data) {
  const part = element("section", "flows", root)
  for (const flow of data.flows) {
    const box = element("div", "flow", part)
    show(element("div", "label", box), flow.label)
    const line = element("div", "", box)
    show(element("span", "number", line), flow.number)
    show(element("span", "unit", line), flow.unit)
  }
}

function pairs(list, entries, bar) {
  for (const entry of entries) {
    show(element("dt", "", list), entry.label)
    show(element("dd", entry.hatched ? "hatched" : "", list), entry.number)
    if (bar) element("i", "", element("div", "track", list)).style.width = `${entry.share}%`
  }
}

function column(root, line) {
  const part = element("section", "column", root)
  part.dataset.line = line.code
  show(element("h2", "", part), line.name)
  const total = element("div", line.absent ? "total absent" : "total", part)
  show(element("span", "number", total), line.number)
  show(element("span", "label", total), line.label)
  pairs(element("dl", "states", part), line.states, true)
  if (line.models.length) pairs(element("dl", "models", part), line.models, false)
  else show(element("div", "models none", part), line.none)
}

function foot(root, data) {
  const part = element("footer", "foot", root)
  show(element("div", "", part), data.foot)
  const leave = element("a", "", part)
  leave.href = data.leave.href
  leave.target = "_self"
  show(leave, data.leave.label)
}

function draw(root, data) {
  root.replaceChildren()
  head(root, data)
  flows(root, data)
  const columns = element("div", "columns", root)
  for (const line of data.columns) column(columns, line)
  foot(root, data)
}

// The same shape again: only texts and widths change, in the order in which they were drawn.
function change(root, data) {
  const fresh = document.createElement("main")
  draw(fresh, data)
  const [old, now] = [root, fresh].map((from) => [...from.querySelectorAll("[data-said]")])
  const [tracks, widths] = [root, fresh].map((from) => [...from.querySelectorAll(".track i")])
  old.forEach((node, index) => show(node, now[index].dataset.said))
  tracks.forEach((track, index) => (track.style.width = widths[index].style.width))
}

function shape(data) {
  return JSON.stringify([
    data.flows.length,
    data.leave,
    data.columns.map((line) => [line.code, line.absent, line.states.length, line.models.map((m) => m.hatched)]),
  ])
}

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".wall")
  if (!root || !data) return
  root.lang = data.language
  if (root.dataset.shape === shape(data)) change(root, data)
  else draw(root, data)
  root.dataset.shape = shape(data)
}
