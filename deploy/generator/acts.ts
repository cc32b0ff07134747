import type { Instant } from '../../kernel/time.ts'
import type { WindowsEvent } from './formats/windows-event.ts'
import type { Account, AppSystem, Machine, Stick } from './model.ts'

/** One logon session on one machine. Ids are what Windows calls TargetLogonId. */
export type Session = {
  readonly account: Account
  readonly machine: Machine
  readonly id: string
  /** The elevated twin of an administrator's session (TargetLinkedLogonId). */
  readonly twin?: string
  /** Windows logon type: 2 at the console, 10 by remote desktop. */
  readonly type: 2 | 10
  readonly from?: Machine
}

type At = { readonly at: Instant; readonly machine: Machine }

/** A machine by itself; `beat` is its agent's heartbeat. */
export type MachineAct = At & { readonly do: 'boot' | 'sleep' | 'wake' | 'beat' | 'healthy' | 'uptime' }
export type SessionAct = At & { readonly do: 'logon' | 'logoff' | 'lock' | 'unlock'; readonly session: Session }
export type StickAct = At & { readonly do: 'plug' | 'unplug' | 'scan'; readonly stick: Stick }

/** Something that happened; the formats write what the machines concerned log about it. */
export type Act =
  | MachineAct
  | (At & { readonly do: 'shutdown'; readonly by?: Account; readonly restart?: boolean })
  | SessionAct
  | (At & { readonly do: 'process'; readonly session: Session; readonly image: string })
  | (At & { readonly do: 'wrong' } & Wrong)
  /** A network logon (type 3) on `machine`, ended at once. */
  | (At & { readonly do: 'network'; readonly account: Pick<Account, 'name' | 'sid'>; readonly from: Machine })
  | (At & { readonly do: 'service'; readonly account: Account })
  | (At & {
      readonly do: 'iam'
      readonly code: IamCode
      readonly by: Account
      readonly target: Account
      readonly from?: Machine
    })
  /** An account is put into a group; without `by` by the machine itself. */
  | (At & {
      readonly do: 'member'
      readonly by?: Account
      readonly member: Pick<Account, 'name' | 'sid'>
      readonly group: Group
    })
  | StickAct
  | (At & {
      readonly do: 'open'
      readonly stick: Stick
      readonly session: Session
      readonly file: string
    })
  /** A program makes a file, as Sysmon tells it. */
  | (At & { readonly do: 'file'; readonly account: Account; readonly path: string; readonly image: string })
  | (At & { readonly do: 'update'; readonly title: string })
  /** The protection finds something, and acts upon it or not. */
  | (At & { readonly do: 'malware'; readonly threat: string; readonly path: string; readonly acted: boolean })
  | (At & { readonly do: 'clear'; readonly log: 'Security' | 'System'; readonly session: Session })
  /** One event that a machine's log keeps, as it stands there. */
  | (At & { readonly do: 'record'; readonly event: WindowsEvent })
  /** `file`: onto a printer of files. */
  | (At & { readonly do: 'print'; readonly account: Account; readonly title: string; readonly file?: string })
  /** A product that reads the class of documents tells what was done with one. */
  | (At & { readonly do: 'document' } & DocumentUse)
  /** A machine tells its state: seconds until its screen locks (0: never), the name of its system. */
  | (At & { readonly do: 'inventory'; readonly screen: number; readonly os: string })
  | (At & {
      readonly do: 'background'
      readonly what: 'service-logon' | 'svchost' | 'service-state'
      readonly detail: string
    })
  | (At & { readonly do: 'linux'; readonly tag: string; readonly text: string })
  /** A program asks for a name, told by Sysmon. */
  | (At & { readonly do: 'resolve'; readonly session: Session; readonly name: string })
  /** What the province's firewall saw; `machine` is one that it stands before. */
  | (At & { readonly do: 'traffic' } & Traffic)
  /** `machine`: the browser's. */
  | (At & { readonly do: 'app' } & App)

export type Wrong = {
  readonly name: string
  readonly sid: string
  readonly type: 2 | 3 | 10
  readonly ip?: string
  readonly workstation?: string
  /** NTSTATUS: 6a bad password, 64 no such user, 72 disabled. */
  readonly why: '0xc000006a' | '0xc0000064' | '0xc0000072'
}

export type Traffic = {
  readonly ip: string
  readonly to: string
  readonly port: number
  readonly allowed: boolean
  /** What it asks a name server for. */
  readonly name?: string
}

export type DocumentUse = {
  readonly account: Account
  readonly what: 'Tạo' | 'Mở' | 'In' | 'Sao chép' | 'Gửi' | 'Nhận' | 'Đăng'
  readonly degree: 'Thường' | 'Nội bộ' | 'Mật' | 'Tối mật' | 'Tuyệt mật'
  readonly title: string
  readonly device?: string
  readonly to?: string
  readonly blocked?: boolean
}

export type App = {
  readonly system: AppSystem
  readonly account: Pick<Account, 'name' | 'unit'>
  readonly what: 'login' | 'refused' | 'logout' | 'action'
  readonly object?: string
  readonly ip: string
}

/** A group of a machine (4732) or of the domain (4728). */
export type Group = { readonly name: string; readonly sid: string; readonly code: 4728 | 4732 }

export type IamCode = 4720 | 4722 | 4723 | 4724 | 4725 | 4738 | 4740 | 4767

/** Acts of one kind, for kinds that stand alone. */
export type ActOf<D extends Act['do']> = Extract<Act, { readonly do: D }>
