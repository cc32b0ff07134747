import { html, nothing, type TemplateResult } from 'lit-html'

const pages = [
  ['/', 'Cảnh báo'],
  ['/bao-cao', 'Báo cáo'],
  ['/do-phu', 'Độ phủ'],
  ['/quy-tac', 'Luật'],
  ['/ngoai-danh-ba', 'Ngoài danh bạ'],
  ['/anh-xa', 'Ánh xạ'],
] as const satisfies readonly (readonly [path: string, name: string])[]

/** Says on every page that nothing of it is true, where it is not. */
export const bannerView = (sample: boolean): TemplateResult | typeof nothing =>
  sample ? html`<p class="sample" role="note"><strong>TỈNH MẪU</strong> – dữ liệu minh hoạ, không có thật</p>` : nothing

/** The name of the product and the way to its pages; `here` is the one that is open. */
export const titleView = (here: (typeof pages)[number][0]): TemplateResult => html`
  <h1><img src="/api/console/icon.svg" alt="" width="28" height="28" />Vọng Gác</h1>
  <nav class="places" aria-label="Các trang">
    ${pages.map(([path, name]) => html`<a href=${path} aria-current=${path === here ? 'page' : nothing}>${name}</a>`)}
  </nav>`
