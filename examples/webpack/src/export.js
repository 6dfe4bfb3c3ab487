/** Offers `notes` as a Markdown list to be saved. */
export function exportMarkdown(notes) {
  const markdown = notes.map(({ text, done }) => `- [${done ? 'x' : ' '}] ${text}`).join('\n')
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([markdown], { type: 'text/markdown' }))
  link.download = 'notes.md'
  link.click()
  URL.revokeObjectURL(link.href)
}
