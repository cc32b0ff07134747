import { z } from 'zod'
import { Alert, levels } from '../kernel/alert.ts'
import { actionNames } from '../kernel/event.ts'

/* What crosses the HTTP edge. Times are epoch milliseconds UTC throughout. */

const Text = z.object({ vi: z.string(), en: z.string() })
const Basis = z.object({ doc: z.string(), at: z.string().optional(), quote: z.string().optional() })
const Counts = z.record(z.string(), z.number().int())

/** An alert without its evidence: what a list and the live stream carry. */
export const AlertRow = Alert.omit({ evidence: true })
export type AlertRow = z.infer<typeof AlertRow>

/** What a revision said, and the wall-clock time at which it was written: raised, changed or withdrawn. */
export const Revision = Alert.pick({
  revision: true,
  rule: true,
  subject: true,
  level: true,
  occurrences: true,
  last: true,
  ended: true,
  late: true,
  withdrawn: true,
  unverifiable: true,
  silenced: true,
  say: true,
  replaces: true,
}).extend({ written: z.number(), standing: Alert.shape.clause.shape.standing })
export type Revision = z.infer<typeof Revision>

export const AlertPage = z.object({
  alerts: z.array(AlertRow),
  total: z.number().int(),
  next: z.string().optional().describe('Con trỏ của trang sau; không có: đã hết'),
  sequence: z.number().int().describe('Nối luồng /alerts/stream bằng ?after=<sequence> để không sót cảnh báo nào'),
})

export const AlertDetail = z.object({ alert: Alert, history: z.array(Revision) })

export const Summary = z.object({
  total: z.number().int(),
  levels: z.record(z.enum(levels), z.number().int()),
  rules: Counts,
  units: Counts.describe('Theo mã đơn vị; mã rỗng: chưa rõ đơn vị'),
})

/** A rule as a reader sees it. */
export const RuleInfo = z.object({
  id: z.string(),
  version: z.number().int(),
  kind: z.string(),
  clause: z.object({ id: z.string(), vi: z.string(), en: z.string() }),
  title: Text,
  level: z.enum(levels),
  policy: z.record(z.string(), z.union([z.number(), z.string(), z.boolean(), z.array(z.string()).readonly()])),
  respond: Text,
  basis: z.array(Basis),
})
export type RuleInfo = z.infer<typeof RuleInfo>

export const UnitInfo = z.object({ id: z.string(), name: z.string(), parent: z.string().optional() })
export type UnitInfo = z.infer<typeof UnitInfo>

/** How things stand with one office that is told of alerts. */
const Told = z.object({
  id: z.string(),
  name: z.string(),
  waiting: z.number().int().describe('Số mục chưa có biên nhận'),
  since: z.number().optional().describe('Mục đầu tiên trong số đó có từ lúc này'),
  receipt: z
    .object({ through: z.number().int(), received: z.number() })
    .optional()
    .describe('Biên nhận cuối: đến mục nào, nơi nhận ghi lúc nào'),
  compared: z.string().optional().describe('Đã đối soát đến hết ngày này'),
  differing: z.number().int().describe('Số ngày hai bên không khớp'),
  trouble: z.string().optional().describe('Vì sao chưa chuyển được'),
  next: z.number().optional().describe('Lúc thử lại'),
})

const Pipeline = z.object({
  id: z.string().describe('«bộ thu/nguồn»'),
  state: z
    .enum(['alive', 'silent', 'never', 'undeclared'])
    .describe('undeclared: có gửi mà không dòng nào của pipelines.csv khai'),
  last: z.number().optional().describe('Giờ của bản ghi cuối; không có: chưa rõ'),
  rhythm: z.number().optional().describe('Nhịp đã khai, ms; nhiều dòng: nhịp ngắn nhất'),
  read: z.number().int().optional().describe('Số dòng đọc được từ khi tiến trình này khởi động'),
  refused: z.number().int().optional().describe('Số dòng không đọc được, như trên'),
})

/** How the pipeline stands. `ok` is a promise: nothing is known to be missing. */
export const Health = z.object({
  status: z.enum(['ok', 'degraded', 'failing']),
  /** What someone should look at, one sentence each. */
  findings: z.array(z.object({ code: z.string(), text: Text })),
  /** Every log source that must deliver, or does: when its last event was, and whether it is alive. */
  pipelines: z.array(Pipeline),
  watermark: z.number().optional(),
  counters: z.record(z.string(), z.number()).default({}),
  push: z.array(Told).optional().describe('Những nơi được chuyển cảnh báo; không có: cấu hình không khai nơi nào'),
})
export type Health = z.infer<typeof Health>

export const HealthAnswer = Health.extend({ sample: z.boolean(), now: z.number() })
export type HealthAnswer = z.infer<typeof HealthAnswer>

/** A span that could not be judged; it leaves the denominators. */
export const IndeterminateInfo = z.object({
  rule: z.string(),
  entity: z.string(),
  from: z.number(),
  to: z.number(),
  reason: z.string(),
})
export type IndeterminateInfo = z.infer<typeof IndeterminateInfo>

/** An account or machine that acts in the logs and that no register has. */
const Unlisted = z.object({
  kind: z.enum(['account', 'machine']),
  name: z.string(),
  first: z.number().describe('Lần đầu thấy, theo giờ sự kiện, làm tròn xuống 5 phút'),
  last: z.number().describe('Lần cuối thấy, như trên'),
  days: z.number().int().describe('Số ngày có hoạt động trong 90 ngày gần nhất'),
  acts: z.array(z.enum(actionNames)).readonly(),
  pipelines: z.array(z.string()).readonly().describe('Các nguồn nhật ký cho biết, «bộ thu/nguồn»'),
  unit: z
    .string()
    .optional()
    .describe('Đơn vị, nếu mọi điều sổ biết về các lần ấy chỉ về một đơn vị; không có: chưa rõ'),
})
export type Unlisted = z.infer<typeof Unlisted>

export const UnlistedPage = z.object({
  names: z.array(Unlisted),
  total: z.number().int().describe('Số tên khớp bộ lọc'),
  accounts: z.number().int().describe('Số tài khoản ngoài danh bạ'),
  machines: z.number().int().describe('Số máy ngoài danh bạ'),
  leftOut: z.number().int().describe('Số lần một tên khác xuất hiện mà không còn chỗ ghi, từ lúc khởi động'),
})
export type UnlistedPage = z.infer<typeof UnlistedPage>

/** Something that is computed again, or waits for it. */
const Reevaluated = z.object({
  rule: z.string().describe('Mã luật; «*»: mọi luật; «@»: sổ dẫn xuất'),
  about: z.string().describe('Về ai, về máy nào'),
  from: z.number().optional().describe('Thời điểm sự kiện bị ảnh hưởng, đầu khoảng'),
  to: z.number().optional(),
  reason: Text,
  asked: z.number().optional().describe('Nhật ký đã xử lý đến lúc này khi yêu cầu được đặt ra'),
  tries: z.number().int().optional(),
  error: z.string().optional(),
  gap: z.boolean().optional().describe('Đã tính nhưng gặp chỗ hỏng của kho lưu trữ: tính lại khi khôi phục được'),
})
const ReevaluatedList = z.object({ count: z.number().int(), first: z.array(Reevaluated) })

/** What is computed again beside the stream: under way, waiting, done, set aside. Times are the wall clock's but for spans of events. */
export const Reevaluation = z.object({
  running: ReevaluatedList.extend({
    since: z.number(),
    stage: z.enum(['looking', 'computing']).describe('looking: đang tìm liên quan đến ai; computing: đang tính lại'),
    percent: z.number().optional().describe('Phần của khoảng thời gian đã tính lại, 0–100; vắng mặt khi còn đang tìm'),
    pass: z
      .object({ nth: z.number().int(), percent: z.number() })
      .optional()
      .describe('Khi đang tìm: lượt đọc kho lưu trữ thứ mấy, và đã xem bao nhiêu phần trăm của lượt đó'),
    reached: z.number().optional().describe('Đã đọc đến thời điểm này của nhật ký'),
    events: z.number().int().describe('Số sự kiện đã đọc ở bước này'),
  }).optional(),
  waiting: ReevaluatedList,
  aside: ReevaluatedList.describe(
    'Để riêng: tính nhiều lần không được (thử lại mỗi giờ và khi khởi động), hoặc gặp chỗ hỏng của kho lưu trữ (tính lại khi khôi phục được và khi khởi động)',
  ),
  last: z
    .object({
      at: z.number(),
      seconds: z.number(),
      events: z.number().int(),
      alerts: z.number().int().describe('Số cảnh báo phát sinh, thay đổi hoặc thu hồi'),
      held: z.number().describe('Luồng đã dừng, ms'),
      count: z.number().int(),
      reason: Text,
    })
    .optional(),
  finished: z.number().int(),
  longestHold: z.number(),
  trouble: z.object({ text: z.string(), times: z.number().int(), at: z.number() }).optional(),
})
export type Reevaluation = z.infer<typeof Reevaluation>

/** A line that nobody could read, without its bytes. */
const Quarantined = z.object({
  id: z.number().int(),
  received: z.number().describe('Lúc nhận lần đầu'),
  collector: z.string(),
  source: z.string(),
  place: z.string(),
  reason: z.string(),
  detail: z.string(),
  parser: z.string(),
  bytes: z.number().int(),
  cut: z.boolean().describe('Chỉ giữ được phần đầu; không đọc lại được'),
  times: z.number().int(),
})

export const QuarantinePage = z.object({
  lines: z.array(Quarantined),
  counters: z.object({ lines: z.number().int(), bytes: z.number().int(), dropped: z.number().int() }),
})
export type QuarantinePage = z.infer<typeof QuarantinePage>
