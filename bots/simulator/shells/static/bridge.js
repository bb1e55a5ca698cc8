// WeixinJSBridge as the client gives it to a page: every call goes to the frame around the webview.
(() => {
  const { client, page, agent } = document.currentScript.dataset;
  const waiting = new Map();
  let last = 0;

  Object.defineProperty(Navigator.prototype, "userAgent", { get: () => agent, configurable: true });

  const here = () => (page + location.href.slice(location.origin.length)).split("#")[0];

  const invoke = (name, params, callback) => {
    last += 1;
    waiting.set(last, callback);
    parent.postMessage({ wecom: "invoke", id: last, name, params: params ?? {}, url: here() }, client);
  };

  // Nothing of what a page may listen for happens in this client.
  const on = () => {};

  addEventListener("message", (event) => {
    if (event.origin !== client || event.data?.wecom !== "answer") return;
    const callback = waiting.get(event.data.id);
    waiting.delete(event.data.id);
    callback?.(event.data.result);
  });

  window.WeixinJSBridge = { invoke, on };
  document.addEventListener("DOMContentLoaded", () => {
    document.dispatchEvent(new Event("WeixinJSBridgeReady"));
  });
})();
