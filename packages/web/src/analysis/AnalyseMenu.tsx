import { useNavigate } from '@tanstack/react-router'
import { ChartSpline } from 'lucide-react'
import { Button, Menu } from '../kit/index.ts'

/** The questions over everybody, asked of one audience. */
export function AnalyseMenu({ id }: { readonly id: string }) {
  const navigate = useNavigate()
  return (
    <Menu
      label="Analyse"
      actions={[
        {
          ...{ id: 'retention', text: 'Who of them came back' },
          do: () => void navigate({ to: '/analysis/retention', search: { audience: id } }),
        },
        {
          ...{ id: 'migration', text: 'Where they came from' },
          do: () => void navigate({ to: '/analysis/migration', search: { audience: id } }),
        },
        {
          ...{ id: 'basket', text: 'What they buy together' },
          do: () => void navigate({ to: '/analysis/basket', search: { audience: id } }),
        },
        {
          ...{ id: 'suppression', text: 'Who is left without others' },
          do: () => void navigate({ to: '/analysis/overlap', search: { who: id } }),
        },
      ]}
    >
      <Button>
        <ChartSpline size={15} aria-hidden />
        Analyse
      </Button>
    </Menu>
  )
}
