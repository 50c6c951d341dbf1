// @ts-check
// The frame of the widget on this machine. One press solves it.
(() => {
  const query = new URLSearchParams(location.search);
  const box = /** @type {HTMLInputElement} */ (document.getElementById('solve'));
  const label = /** @type {HTMLElement} */ (document.getElementById('label'));
  const note = /** @type {HTMLElement} */ (document.getElementById('note'));
  if (query.get('language')?.startsWith('ko')) {
    document.documentElement.lang = 'ko';
    label.textContent = '사람인지 확인하십시오';
    note.textContent = '(Cloudflare가 아니라 이 컴퓨터의 위젯)';
  }
  box.addEventListener('change', async () => {
    box.disabled = true;
    const answer = await fetch(`/turnstile/solve${location.search}`, { method: 'POST' });
    const { token, code } = await answer.json();
    const event = token ? { event: 'complete', token } : { event: 'fail', code };
    parent.postMessage({ source: 'cloudflare-challenge', id: query.get('id'), ...event }, query.get('page') ?? '');
  });
})();
