// Browsers refuse to start workers on pages opened from disk, and the search needs one. There, and only there, a
// hidden frame runs the worker's script: it has a global scope of its own, and messages pass as events.
if (location.protocol === "file:") {
  const load = (frame, url) =>
    new Promise((resolve, reject) => {
      const script = frame.contentDocument.createElement("script")
      script.src = new URL(url, location.href).href
      script.onload = resolve
      script.onerror = () => reject(new Error(`cannot load ${script.src}`))
      frame.contentDocument.head.append(script)
    })

  window.IFrameWorker = window.Worker = class extends EventTarget {
    constructor(url) {
      super()
      this.frame = document.createElement("iframe")
      this.frame.hidden = true
      document.body.append(this.frame)
      const scope = this.frame.contentWindow
      scope.postMessage = (data) => this.dispatchEvent(new MessageEvent("message", { data }))
      scope.importScripts = (...urls) => Promise.all(urls.map((each) => load(this.frame, each)))
      this.ready = load(this.frame, url)
      this.ready.catch((error) => this.dispatchEvent(new ErrorEvent("error", { error })))
    }

    postMessage(data) {
      this.ready.then(() => this.frame.contentWindow.dispatchEvent(new MessageEvent("message", { data })))
    }

    terminate() {
      this.frame.remove()
    }
  }
}
