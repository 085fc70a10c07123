import type { Overlap } from '@muster/client'
import { formatCount } from '../format/number.ts'
import { Card } from '../kit/index.ts'
import './report.css'

/** For each combination of sets how many people are in exactly these, and which they are. */
export function UpsetChart({ overlap }: { readonly overlap: Overlap }) {
  const most = Math.max(1, ...overlap.combinations.map(({ people }) => people))
  return (
    <Card
      title="In exactly these"
      aside={
        <span className="muted small num">{formatCount(overlap.peopleInAll)} people in any</span>
      }
    >
      <div className="table-scroll" role="region" aria-label="Combinations" tabIndex={0}>
        <table className="upset">
          <thead>
            <tr>
              {overlap.sets.map(({ name }) => (
                <th key={name} scope="col">
                  <span>{name}</span>
                </th>
              ))}
              <th scope="col" className="upset-people">
                People
              </th>
            </tr>
          </thead>
          <tbody>
            {overlap.combinations.map((combination) => (
              <tr key={combination.sets.join(' ')}>
                {overlap.sets.map(({ name }, index) => (
                  <td key={name} className="upset-dot">
                    <Dot isIn={combination.sets.includes(index)} />
                  </td>
                ))}
                <td className="upset-people">
                  <span className="num">{formatCount(combination.people)}</span>
                  <span
                    className="upset-bar"
                    aria-hidden
                    style={{ width: `${(combination.people / most) * 70}%` }}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {overlap.combinationsInAll > overlap.combinations.length && (
        <p className="muted small">
          The {formatCount(overlap.combinations.length)} largest of{' '}
          {formatCount(overlap.combinationsInAll)} combinations.
        </p>
      )}
    </Card>
  )
}

function Dot({ isIn }: { readonly isIn: boolean }) {
  return (
    <>
      <span className="dot" data-in={isIn} aria-hidden />
      <span className="hidden-text">{isIn ? 'in' : 'not in'}</span>
    </>
  )
}
