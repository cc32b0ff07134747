import type { Selector } from '../meta.ts'
import { notByOurClock } from './clock.ts'
import { departedOrClosed } from './directory.ts'
import { departedClosedOrRefused, failed, succeeded } from './login.ts'

type Login = Required<Selector<'login'>>

/** The account of somebody departed, or a disabled one, logged in; and not by the fault of a clock alone. */
export const closedLogin: Login = {
  on: 'login',
  sought: [succeeded, departedOrClosed],
  excused: [notByOurClock(departedOrClosed)],
}

/** The same was tried in vain. */
export const closedAttempt: Login = {
  on: 'login',
  sought: [failed, departedClosedOrRefused],
  excused: [notByOurClock(departedClosedOrRefused)],
}
