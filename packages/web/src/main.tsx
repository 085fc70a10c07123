import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { credentials, keyFromAddress } from './access/credentials.ts'
import { App } from './app/App.tsx'
import { applyTheme, readTheme } from './app/theme.ts'
import './kit/index.css'
import './app/layout.css'

applyTheme(readTheme())
const key = keyFromAddress()
if (key !== undefined) credentials.keep(key)

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no root')
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
