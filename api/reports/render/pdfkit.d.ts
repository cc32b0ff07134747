/** What is used of PDFKit, which brings no types of its own. Lengths are points. */
declare module 'pdfkit' {
  type TextOptions = {
    readonly width?: number
    readonly align?: 'left' | 'center' | 'right' | 'justify'
    readonly indent?: number
    readonly lineGap?: number
    readonly lineBreak?: boolean
  }

  class PDFDocument {
    constructor(options: {
      readonly size: 'A4'
      readonly autoFirstPage: boolean
      readonly margin: number
      readonly bufferPages?: boolean
      readonly pdfVersion?: string
      readonly lang?: string
      readonly displayTitle?: boolean
      readonly info: Readonly<Record<string, string | Date>>
    })
    addPage(): this
    registerFont(name: string, source: Buffer): this
    font(name: string): this
    fontSize(size: number): this
    fillColor(color: string): this
    strokeColor(color: string): this
    fillOpacity(opacity: number): this
    lineWidth(width: number): this
    text(text: string, x: number, y: number, options?: TextOptions): this
    widthOfString(text: string): number
    heightOfString(text: string, options?: TextOptions): number
    rect(x: number, y: number, width: number, height: number): this
    moveTo(x: number, y: number): this
    lineTo(x: number, y: number): this
    fill(color?: string): this
    stroke(color?: string): this
    save(): this
    restore(): this
    rotate(angle: number, options?: { readonly origin?: readonly [number, number] }): this
    on(event: 'data', listener: (chunk: Buffer) => void): this
    on(event: 'end', listener: () => void): this
    on(event: 'error', listener: (error: Error) => void): this
    end(): void
  }

  export = PDFDocument
}
