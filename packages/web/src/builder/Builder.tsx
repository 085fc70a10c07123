import type { Audience } from '@muster/client'
import type { Json } from '@muster/core'
import { Link2 } from 'lucide-react'
import { useMemo, useState } from 'react'
import { Page } from '../app/Page.tsx'
import { useMay } from '../data/useMay.ts'
import { useNames } from '../data/useNames.ts'
import { formatPeople } from '../format/number.ts'
import { Button, Card, Notice, toast } from '../kit/index.ts'
import { AddCondition } from './AddCondition.tsx'
import { Beginnings } from './Beginnings.tsx'
import { BuildingContext } from './building.ts'
import { ConditionNode } from './ConditionNode.tsx'
import { drafts } from './draft.ts'
import { draftLink } from './draftLink.ts'
import type { Naming } from './draftLink.ts'
import { editors } from './editors/editors.ts'
import { EditorsContext } from './fields.tsx'
import { Issues } from './Issues.tsx'
import { groupOf, peel } from './negation.ts'
import { SaveDialog } from './SaveDialog.tsx'
import { SizePanel } from './SizePanel.tsx'
import { UndoButtons } from './UndoButtons.tsx'
import { useBuilder } from './useBuilder.ts'
import { usePreview } from './usePreview.ts'
import type { Vocabulary } from './vocabulary.ts'
import './builder.css'
import '../people/people.css'

export interface BuilderProps {
  readonly audience: Audience | undefined
  /** What it begins with: what is saved, a draft, or what a link held. */
  readonly initial: Json
  readonly draftId: string
  readonly isDraft: boolean
  readonly vocabulary: Vocabulary
  /** What a new one is called and for, until somebody says otherwise. */
  readonly named?: Naming
  /** Throws the draft away. */
  readonly onDiscard: () => void
}

/** The whole language by clicking, with the sentence and the size beside it. */
export function Builder(props: BuilderProps) {
  const { audience, initial, draftId, vocabulary } = props
  const names = useNames()
  const { state, edit, issues, sound } = useBuilder(
    ...[initial, draftId, vocabulary, names, audience?.id],
  )
  const counted = usePreview(sound?.definition)
  const [isSaving, setSaving] = useState(false)
  const mayWrite = useMay('audiences.write')
  const building = useMemo(() => ({ edit, issues, vocabulary }), [edit, issues, vocabulary])
  const { present } = state
  const group = groupOf(peel(present, []))
  const isGroup = group !== undefined
  const isEmpty = group?.members.length === 0
  const openCount = issues.filter(({ severity }) => severity !== 'doubtful').length

  return (
    <Page
      title={audience === undefined ? 'New audience' : `Edit ${audience.name}`}
      intro={
        sound === undefined ? (
          <span className="sentence muted" data-testid="sentence">
            {isEmpty
              ? 'The sentence that it stands for appears here while you build.'
              : openWords(openCount)}
          </span>
        ) : (
          <>
            <span className="sentence" data-testid="sentence">
              {sound.sentence}
            </span>
            {counted.answer !== undefined && (
              <span className="size-line num">
                <strong>{formatPeople(counted.answer.size)}</strong> now
              </span>
            )}
          </>
        )
      }
      actions={
        <>
          <UndoButtons {...{ state, edit }} />
          <Button
            onPress={() => {
              void copyLink(present)
            }}
          >
            <Link2 size={15} aria-hidden />
            Copy link
          </Button>
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
      {!mayWrite && (
        <Notice>
          Your role may look and count, but save no audience. Copy the link for somebody who may.
        </Notice>
      )}
      {props.isDraft && (
        <Notice>
          <div className="row apart">
            This is a draft that was kept in this browser.
            <Button
              small
              onPress={() => {
                drafts.drop(draftId)
                props.onDiscard()
              }}
            >
              Throw it away
            </Button>
          </div>
        </Notice>
      )}
      <BuildingContext value={building}>
        <EditorsContext value={editors}>
          <div className="columns">
            <Card>
              <div className="builder">
                {isEmpty ? (
                  <Beginnings />
                ) : (
                  <ConditionNode at={[]} value={present} isFixed={isGroup} />
                )}
                {!isGroup && <AddCondition at={[]} isLarge />}
                {/* What is wrong with the whole, such as its size. */}
                {isGroup && <Issues at={[]} isExact />}
              </div>
            </Card>
            <SizePanel counted={counted} definition={sound?.definition} present={present} />
          </div>
        </EditorsContext>
      </BuildingContext>
      {sound !== undefined && (
        <SaveDialog
          {...{ audience, draftId, definition: sound.definition, isOpen: isSaving }}
          named={props.named}
          onClose={() => {
            setSaving(false)
          }}
        />
      )}
    </Page>
  )
}

function openWords(count: number): string {
  return count === 1
    ? 'One thing is still open; it is marked below.'
    : `${count} things are still open; each is marked below.`
}

async function copyLink(definition: Json): Promise<void> {
  const link = new URL('/audiences/new', location.href)
  link.hash = await draftLink(definition)
  await navigator.clipboard.writeText(link.href)
  toast('A link to this draft is in the clipboard. Nothing of it is stored on the server.')
}
