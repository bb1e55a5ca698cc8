// Inside WeCom: register with our signatures, find out whose chat this is, and send for the member.
(() => {
  const here = document.querySelector("[data-wecom]");
  if (!here || !window.ww) return;
  const { corp, agent, corpSignature, agentSignature, card, customer } = here.dataset;

  const tell = (words, why) => {
    here.textContent = why ? `${words}：${why}` : words;
    here.hidden = false;
  };

  const signed = (address) => async (url) => {
    const answer = await fetch(`${address}?url=${encodeURIComponent(url)}`, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(`${answer.status}`);
    return answer.json();
  };

  const reason = (error) => error?.errMsg ?? error?.message ?? String(error);

  ww.register({
    corpId: corp,
    agentId: agent,
    jsApiList: ["getContext", "getCurExternalContact", "getCurExternalChat", "sendChatMessage"],
    getConfigSignature: signed(corpSignature),
    getAgentConfigSignature: signed(agentSignature),
    onConfigFail: (error) => tell(here.dataset.refused, reason(error)),
    onAgentConfigFail: (error) => tell(here.dataset.refused, reason(error)),
  });

  const goToCustomer = async () => {
    // Clients before 3.0.24 cannot say from where the page was opened: then it can only be a chat.
    const { entry } = await ww.getContext().catch(() => ({ entry: "single_chat_tools" }));
    if (entry === "group_chat_tools") { tell(here.dataset.inGroup); return; }
    if (!["single_chat_tools", "contact_profile"].includes(entry)) { tell(here.dataset.noChat); return; }
    const { userId } = await ww.getCurExternalContact();
    location.replace(card.replace(/-$/, encodeURIComponent(userId)));
  };

  // The page may show somebody else than the chat beside it: words must not reach the wrong one.
  const send = async (button) => {
    const { userId } = await ww.getCurExternalContact();
    if (userId !== customer) { tell(here.dataset.otherChat); return; }
    await ww.sendChatMessage({ msgtype: "text", text: { content: button.dataset.send } });
    button.closest("article").querySelector('button[value="done"]').click();
  };

  const trying = async (deed) => {
    try {
      await deed();
    } catch (error) {
      if (!/:cancel$/.test(reason(error)) && here.hidden) tell(here.dataset.failed, reason(error));
    }
  };

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-send]");
    if (!button) return;
    button.disabled = true;
    here.hidden = true;
    await trying(() => send(button));
    button.disabled = false;
  });

  if (!customer) trying(goToCustomer);
})();
