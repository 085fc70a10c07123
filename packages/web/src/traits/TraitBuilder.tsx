import type { ComputedTrait } from '@muster/client'
import { stringifyJson } from '@muster/core'
import type { Json } from '@muster/core'
import { lazy, Suspense, useMemo, useState } from 'react'
import { Page } from '../app/Page.tsx'
import { BuildingContext } from '../builder/building.ts'
import { expressionEditors } from '../builder/editors/expressions.tsx'
import { EditorsContext } from '../builder/fields.tsx'
import { JsonPanel } from '../builder/JsonPanel.tsx'
import { UndoButtons } from '../builder/UndoButtons.tsx'
import type { Vocabulary } from '../builder/vocabulary.ts'
import { useMay } from '../data/useMay.ts'
import { useNames } from '../data/useNames.ts'
import { isObject } from '../format/json.ts'
import { Button, Card, Notice, Segments, Skeleton } from '../kit/index.ts'
import { ExpressionEditor } from './ExpressionEditor.tsx'
import { SaveTraitDialog } from './SaveTraitDialog.tsx'
import { TraitBeginnings } from './TraitBeginnings.tsx'
import { useTraitBuilder } from './useTraitBuilder.ts'
import '../builder/builder.css'

/** There are values to look at only once something is built. */
const SpreadPreview = lazy(async () => {
  const { SpreadPreview: preview } = await import('./SpreadPreview.tsx')
  return { default: preview }
})

export interface TraitBuilderProps {
  readonly trait: ComputedTrait | undefined
  readonly initial: Json
  readonly draftId: string
  readonly isDraft: boolean
  readonly vocabulary: Vocabulary
  readonly onDiscard: () => void
}

/** A computed trait by clicking, with its sentence and the spread of its values beside it. */
export function TraitBuilder(props: TraitBuilderProps) {
  const { trait, initial, draftId, vocabulary } = props
  const names = useNames()
  const { state, edit, issues, sound } = useTraitBuilder({
    ...{ initial, draftId, vocabulary, names, name: trait?.name },
  })
  const [isSaving, setSaving] = useState(false)
  const [shown, setShown] = useState<'spread' | 'json'>('spread')
  const mayWrite = useMay('audiences.write')
  const building = useMemo(() => ({ edit, issues, vocabulary }), [edit, issues, vocabulary])
  const { present } = state
  const isEmpty = isObject(present) && Object.keys(present).length === 0
  const openCount = issues.filter(({ severity }) => severity !== 'doubtful').length

  return (
    <Page
      title={trait === undefined ? 'New trait' : `Edit ${trait.name}`}
      intro={
        <span
          className={sound === undefined ? 'sentence muted' : 'sentence'}
          data-testid="sentence"
        >
          {sound?.sentence ?? (isEmpty ? BEFORE : openWords(openCount))}
        </span>
      }
      actions={
        <>
          <UndoButtons {...{ state, edit }} />
          {mayWrite && (
            <Button
              look="primary"
              isDisabled={sound === undefined}
              onPress={() => {
                setSaving(true)
              }}
            >
              Save…
            </Button>
          )}
        </>
      }
    >
      {!mayWrite && <Notice>Your role may look and count, but save no trait.</Notice>}
      {props.isDraft && (
        <Notice>
          <div className="row apart">
            This is a draft that was kept in this browser.
            <Button small onPress={props.onDiscard}>
              Throw it away
            </Button>
          </div>
        </Notice>
      )}
      <BuildingContext value={building}>
        <EditorsContext value={expressionEditors}>
          <div className="columns trait-columns">
            <Card>
              <div className="builder">
                {isEmpty ? <TraitBeginnings /> : <ExpressionEditor value={present} />}
              </div>
            </Card>
            <div className="stack beside">
              <Card
                title={shown === 'spread' ? 'What people come to' : 'Definition'}
                aside={
                  <Segments
                    label="Beside the builder"
                    value={shown}
                    options={[
                      { id: 'spread', text: 'Values' },
                      { id: 'json', text: 'JSON' },
                    ]}
                    onChange={setShown}
                  />
                }
              >
                {shown === 'json' ? (
                  <JsonPanel definition={present} />
                ) : (
                  <Suspense fallback={<Skeleton lines={5} />}>
                    <SpreadPreview
                      // A checked expression is plain JSON.
                      expression={sound && stringifyJson(sound.expression as unknown as Json)}
                    />
                  </Suspense>
                )}
              </Card>
            </div>
          </div>
        </EditorsContext>
      </BuildingContext>
      {sound !== undefined && isSaving && (
        <SaveTraitDialog
          {...{ trait, draftId, vocabulary, expression: sound.expression }}
          onClose={() => {
            setSaving(false)
          }}
        />
      )}
    </Page>
  )
}

const BEFORE = 'What it comes to stands here as a sentence while you build.'

function openWords(count: number): string {
  return count === 1
    ? 'One thing is still open; it is marked below.'
    : `${count} things are still open; each is marked below.`
}
