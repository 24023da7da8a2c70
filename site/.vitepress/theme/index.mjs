// The theme without its web font: the reader's own fonts load at once.
import DefaultTheme from 'vitepress/theme-without-fonts'

export default DefaultTheme
