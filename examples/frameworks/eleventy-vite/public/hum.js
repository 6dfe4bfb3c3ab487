document.title += ' ♪'
