/** What must be closed again, in the opposite order of opening. */
export const cleanup = () => {
  const steps: (() => unknown)[] = []
  return {
    add: (step: () => unknown): void => void steps.push(step),
    /** Runs every step, whatever the others do; a second call finds nothing left. Throws what the first failing step threw. */
    async run(): Promise<void> {
      const errors: unknown[] = []
      for (let step = steps.pop(); step; step = steps.pop()) {
        try {
          await step()
        } catch (error) {
          errors.push(error)
        }
      }
      if (errors.length > 0) throw errors[0]
    },
  }
}

export type Cleanup = ReturnType<typeof cleanup>
